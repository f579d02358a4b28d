using System.Globalization;
using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>
/// Text in which every surrogate pair is replaced by one character of the same Unicode category, so that a regular
/// expression over UTF-16 units sees characters; ranges lead back to the original.
/// </summary>
internal sealed class BasicPlaneText
{
    // Letters that no contraction pattern names and that have no other case; one for each category above U+FFFF.
    private static readonly Dictionary<UnicodeCategory, char> StandIns = new()
    {
        [UnicodeCategory.UppercaseLetter] = '\u03D2',
        [UnicodeCategory.LowercaseLetter] = '\u0138',
        [UnicodeCategory.ModifierLetter] = '\u02B9',
        [UnicodeCategory.OtherLetter] = '\u3042',
        [UnicodeCategory.NonSpacingMark] = '\u0300',
        [UnicodeCategory.SpacingCombiningMark] = '\u0903',
        [UnicodeCategory.DecimalDigitNumber] = '\u0660',
        [UnicodeCategory.LetterNumber] = '\u3007',
        [UnicodeCategory.OtherNumber] = '\u00B2',
        [UnicodeCategory.DashPunctuation] = '\u2013',
        [UnicodeCategory.OtherPunctuation] = '\u2020',
        [UnicodeCategory.MathSymbol] = '\u2200',
        [UnicodeCategory.OtherSymbol] = '\u2603',
        [UnicodeCategory.Format] = '\u00AD',
        [UnicodeCategory.PrivateUse] = '\uE000',
        [UnicodeCategory.OtherNotAssigned] = '\u0378'
    };

    // offsets[i]: where character i of the text begins in the original; null where nothing was replaced.
    private readonly int[]? _offsets;

    private BasicPlaneText(string text, int[]? offsets)
    {
        Text = text;
        _offsets = offsets;
    }

    public string Text { get; }

    public static BasicPlaneText Of(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? new BasicPlaneText(text, null) : Replace(text);

    public Range Original(Range range) =>
        _offsets is null ? range : _offsets[range.Start.Value].._offsets[range.End.Value];

    private static BasicPlaneText Replace(string text)
    {
        var replaced = new StringBuilder(text.Length);
        var offsets = new int[text.Length + 1];
        for (var position = 0; position < text.Length;)
        {
            offsets[replaced.Length] = position;
            // A lone surrogate decodes as U+FFFD, which is what its bytes will be too.
            Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out var consumed);
            replaced.Append(rune.IsBmp ? (char)rune.Value : StandIn(rune));
            position += consumed;
        }
        offsets[replaced.Length] = text.Length;
        return new BasicPlaneText(replaced.ToString(), offsets);
    }

    private static char StandIn(Rune rune) =>
        StandIns.GetValueOrDefault(Rune.GetUnicodeCategory(rune), StandIns[UnicodeCategory.OtherSymbol]);
}
