using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Publishing.Output;

/// <summary>
/// YAML trees, written so that every reader sees the same types: a text that looks like another is quoted.
/// </summary>
internal static partial class Yaml
{
    /// <summary>Pairs without a value are left out.</summary>
    public static YamlMappingNode Map(params (string Key, YamlNode? Value)[] pairs)
    {
        var map = new YamlMappingNode();
        foreach (var (key, value) in pairs)
            if (value is not null)
                map.Add(Text(key), value);
        return map;
    }

    public static YamlMappingNode Map<T>(IEnumerable<T> items, Func<T, (string Key, YamlNode? Value)> pair) =>
        Map([.. items.Select(pair)]);

    public static YamlSequenceNode List(params IEnumerable<YamlNode> items) => new(items);

    public static YamlSequenceNode Words(IEnumerable<string> words) => new(words.Select(Text));

    /// <summary>A list, or nothing where it would be empty.</summary>
    public static YamlSequenceNode? ListOrNone(IEnumerable<YamlNode> items) =>
        List(items) is { Children.Count: > 0 } list ? list : null;

    public static YamlScalarNode Text(string text) => new(text)
    {
        Style = IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
    };

    public static YamlScalarNode Number(int number) =>
        new(number.ToString(CultureInfo.InvariantCulture)) { Style = ScalarStyle.Plain };

    public static YamlScalarNode Flag(bool flag) => new(flag ? "true" : "false") { Style = ScalarStyle.Plain };

    /// <summary>A comment and documents.</summary>
    public static string Write(IEnumerable<string> comment, params IEnumerable<YamlNode> documents) =>
        string.Concat(comment.Select(line => $"# {line}\n")) + string.Join("---\n", documents.Select(Write));

    private static string Write(YamlNode document)
    {
        const string end = "...\n";
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(document)).Save(writer, assignAnchors: false);
        var text = writer.ToString();
        // The library ends a stream by a mark that helps nobody in a file.
        return text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : text;
    }

    private static bool IsPlain(string text) => PlainText().IsMatch(text) && !OtherType().IsMatch(text);

    [GeneratedRegex("^[A-Za-z/.][A-Za-z0-9_./@+-]*(:[A-Za-z0-9_./@+-]+)*$")]
    private static partial Regex PlainText();

    [GeneratedRegex("^(true|false|yes|no|on|off|y|n|null|[.](nan|inf))$", RegexOptions.IgnoreCase)]
    private static partial Regex OtherType();
}
