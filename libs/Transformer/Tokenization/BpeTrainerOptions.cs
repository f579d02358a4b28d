namespace WeakToStrong.Transformer.Tokenization;

/// <summary>What kind of tokenizer is trained.</summary>
public sealed record BpeTrainerOptions
{
    /// <summary>Most ids: special tokens, 256 bytes, and what is learned. Fewer where the text yields fewer.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>How often a pair, or a whole word, must occur to become a token. Default: 2, as GPT-2's.</summary>
    public int MinimumFrequency { get; init; } = 2;

    /// <summary>
    /// Special tokens in the order of their ids, which are the first ones. Never split, never part of a word.
    /// </summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>
    /// Whether the white space before a special token belongs to it, so that "live ? &lt;ans&gt;" has no token for the
    /// space.
    /// </summary>
    public bool SpecialTokensStripLeft { get; init; }

    /// <summary>Which of the special tokens begin, end and fill.</summary>
    public SpecialTokenNames Names { get; init; } = new();

    /// <summary>How text is cut into words.</summary>
    public PreTokenizer PreTokenizer { get; init; } = PreTokenizer.Gpt2;

    /// <summary>
    /// Makes every word of the text one token, without merges; other words fall back to bytes. For closed worlds whose
    /// vocabulary is known.
    /// </summary>
    public bool WholeWords { get; init; }
}
