using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeakToStrong.Experiments.Files;

/// <summary>Values as they are written into an experiment file.</summary>
internal static partial class YamlWords
{
    /// <summary>The text as one YAML value, inside braces too: bare where that reads back the same.</summary>
    public static string Scalar(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary><c>[1, 2, 3]</c>.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Scalar))}]";

    private static bool IsPlain(string text) =>
        Plain().IsMatch(text) && text is not ("-" or "~" or "null" or "Null" or "NULL")
        && !text.StartsWith("- ", StringComparison.Ordinal)
        && !text.StartsWith("---", StringComparison.Ordinal)
        && !text.StartsWith("...", StringComparison.Ordinal);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var unit in text)
            _ = unit switch
            {
                '"' or '\\' => quoted.Append('\\').Append(unit),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                // Signs that end a line or that no one sees.
                '\u2028' or '\u2029' or '\uFEFF' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ when char.IsControl(unit) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => quoted.Append(unit),
            };
        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_./~+-]([A-Za-z0-9_./~+@% -]*[A-Za-z0-9_./~+@%-])?\z")]
    private static partial Regex Plain();
}
