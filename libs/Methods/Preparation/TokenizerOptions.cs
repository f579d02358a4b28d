namespace WeakToStrong.Methods.Preparation;

/// <summary>Options of the step <c>train-tokenizer</c>.</summary>
public sealed record TokenizerOptions
{
    /// <summary>
    /// Byte-level BPE merges are learned up to this many tokens; ignored with <see cref="WholeWords"/>.
    /// </summary>
    public int VocabularySize { get; init; } = 4096;

    /// <summary>Every distinct word of the corpus becomes one token, without merges.</summary>
    public bool WholeWords { get; init; }

    public required string EndToken { get; init; }

    public required string PaddingToken { get; init; }

    /// <summary>Further tokens that are never split.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];
}
