using WeakToStrong.Transformer.Tokenization.Splitting;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>How text is cut into words before byte pairs are merged; merges never cross a cut.</summary>
public sealed class PreTokenizer
{
    internal PreTokenizer(IReadOnlyList<SplitStep> steps) => Steps = steps;

    /// <summary>GPT-2's: words with the space before them, numbers, punctuation, runs of white space.</summary>
    public static PreTokenizer Gpt2 { get; } = ByteLevel(addPrefixSpace: false);

    /// <summary>
    /// Everything between white space is one word, with the space before it: "code07" and "a-b" stay whole.
    /// </summary>
    public static PreTokenizer WhiteSpace { get; } = Split(@" ?\S+|\s+(?!\S)|\s+");

    /// <summary>Whether text that does not begin with a space gets one.</summary>
    public bool AddPrefixSpace => Steps is [ByteLevelStep { AddsPrefixSpace: true }];

    /// <summary>Applied one after the other, each to the pieces of the one before.</summary>
    internal IReadOnlyList<SplitStep> Steps { get; }

    /// <summary>Whether words are merged as bytes, not as characters.</summary>
    internal bool IsByteLevel => Steps.Any(step => step is ByteLevelStep);

    /// <summary>Whether words come in the spelling of a byte-level vocabulary.</summary>
    internal bool Spells => Steps.Any(step => step is ByteLevelStep { Spells: true });

    /// <summary>GPT-2's pattern, with or without a space put before the text.</summary>
    public static PreTokenizer ByteLevel(bool addPrefixSpace) => new([new ByteLevelStep(addPrefixSpace, true)]);

    /// <summary>A pattern of the caller's, as Llama 3 has one. What lies between its matches are words too.</summary>
    /// <exception cref="ArgumentException">The pattern is not one .NET understands.</exception>
    public static PreTokenizer Split(string pattern) => new(
    [
        new PatternStep(TextPattern.Regex(pattern), SplitBehavior.Isolated, Inverts: false),
        new ByteLevelStep(AddsPrefixSpace: false, UsesPattern: false),
    ]);

    /// <summary>Cuts text into words.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="isFirst">Whether the whole text begins with it; not where an added token stands before it.</param>
    internal IEnumerable<string> Words(string text, bool isFirst)
    {
        IEnumerable<TextPiece> pieces = [new TextPiece(text, isFirst)];
        foreach (var step in Steps)
            pieces = pieces.SelectMany(step.Cut);
        return pieces.Select(piece => piece.Text);
    }
}
