using System.Text.RegularExpressions;

namespace WeakToStrong.Transformer.Tokenization.Chat;

/// <summary>
/// The Jinja text of a chat template, brought to one spelling: literals between <c>'</c> with their escapes read,
/// <c>message['role']</c> for members, no spaces around operators, literals that are added up joined.
/// </summary>
internal sealed partial class TemplateSource
{
    // Stands for a ' within a literal, which ends none.
    private const char Apostrophe = '\uE000';

    public TemplateSource(string template)
    {
        var text = Blocks().Replace(
            template.ReplaceLineEndings("\n"), block => Literals().Replace(block.Value, Literal));
        text = Members().Replace(text, "$1['$2']");
        text = SpacesAroundOperators().Replace(text, "");
        Text = text.Replace(".strip()", "|trim").Replace("'+'", "");
    }

    public string Text { get; }

    public bool Has(string part) => Text.Contains(part, StringComparison.Ordinal);

    /// <summary>What a literal, or a part of one, is in a dialogue.</summary>
    public static string Plain(string literal) => literal.Replace(Apostrophe, '\'');

    private static string Literal(Match literal) =>
        $"'{Escapes().Replace(literal.Value[1..^1], Unescape).Replace('\'', Apostrophe)}'";

    // As Python reads them: of an escape that is none, both characters stay.
    private static string Unescape(Match escape) => escape.Value[1] switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        'u' or 'x' when escape.Length > 2 => Convert.ToChar(Convert.ToInt32(escape.Value[2..], 16)).ToString(),
        '\\' or '\'' or '"' => escape.Value[1..],
        _ => escape.Value,
    };

    // What stands between {{ }} or {% %}; a literal may have the signs that end it. No run is looked at twice: a
    // template comes from a file, and may be one long run.
    [GeneratedRegex(
        @"\{[{%](?>(?:[^'""%}]|'(?:[^'\\]|\\.)*'|""(?:[^""\\]|\\.)*""|[%}](?!\}))*)", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"'(?:[^'\\]|\\.)*'|""(?:[^""\\]|\\.)*""", RegexOptions.Singleline)]
    private static partial Regex Literals();

    [GeneratedRegex(@"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", RegexOptions.Singleline)]
    private static partial Regex Escapes();

    [GeneratedRegex(@"\b(message|messages\[0\])\.(role|content)\b")]
    private static partial Regex Members();

    // A run of spaces is looked at from its beginning alone.
    [GeneratedRegex(@"(?<!\s)\s+(?=\+|\||(?<![<|])=(?!=))|(?<=\+|\||(?<![<|])=)\s+")]
    private static partial Regex SpacesAroundOperators();
}
