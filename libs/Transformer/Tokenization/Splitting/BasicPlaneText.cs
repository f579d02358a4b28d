using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>
/// Text in which every surrogate pair is replaced by one unit, so that a regular expression over UTF-16 units sees
/// characters; ranges lead back to the original.
/// </summary>
internal sealed class BasicPlaneText
{
    // offsets[i]: where character i of the text begins in the original; null where nothing was replaced.
    private readonly int[]? _offsets;

    private BasicPlaneText(string text, int[]? offsets)
    {
        Text = text;
        _offsets = offsets;
    }

    public string Text { get; }

    /// <param name="text">The original.</param>
    /// <param name="standIns">What the pairs are replaced by.</param>
    public static BasicPlaneText Of(string text, StandIns standIns) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0
            ? new BasicPlaneText(text, null)
            : Replace(text, standIns);

    public Range Original(Range range) =>
        _offsets is null ? range : _offsets[range.Start.Value].._offsets[range.End.Value];

    private static BasicPlaneText Replace(string text, StandIns standIns)
    {
        var replaced = new StringBuilder(text.Length);
        var offsets = new int[text.Length + 1];
        for (var position = 0; position < text.Length;)
        {
            offsets[replaced.Length] = position;
            // A lone surrogate decodes as U+FFFD, which is what its bytes will be too.
            Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out var consumed);
            replaced.Append(rune.IsBmp ? (char)rune.Value : standIns.Of(rune));
            position += consumed;
        }
        offsets[replaced.Length] = text.Length;
        return new BasicPlaneText(replaced.ToString(), offsets);
    }
}
