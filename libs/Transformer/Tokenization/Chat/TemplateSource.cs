using System.Text.RegularExpressions;

namespace WeakToStrong.Transformer.Tokenization.Chat;

/// <summary>
/// The Jinja text of a chat template, brought to one spelling: <c>'</c> for quotes, <c>message['role']</c> for members,
/// line breaks for <c>\n</c>, <c>'</c> for <c>\'</c>, no spaces around operators, literals that are added up joined.
/// </summary>
internal sealed partial class TemplateSource
{
    public TemplateSource(string template)
    {
        var text = template.ReplaceLineEndings("\n").Replace("\\n", "\n").Replace('"', '\'').Replace("\\'", "'");
        text = Members().Replace(text, "$1['$2']");
        text = SpacesAroundOperators().Replace(text, "");
        Text = text.Replace(".strip()", "|trim").Replace("'+'", "");
    }

    public string Text { get; }

    public bool Has(string part) => Text.Contains(part, StringComparison.Ordinal);

    [GeneratedRegex(@"\b(message|messages\[0\])\.(role|content)\b")]
    private static partial Regex Members();

    // A run of spaces is looked at from its beginning alone: a template comes from a file, and may be one long run.
    [GeneratedRegex(@"(?<!\s)\s+(?=\+|\||(?<![<|])=(?!=))|(?<=\+|\||(?<![<|])=)\s+")]
    private static partial Regex SpacesAroundOperators();
}
