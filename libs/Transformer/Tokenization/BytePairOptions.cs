namespace WeakToStrong.Transformer.Tokenization;

/// <summary>What a byte-pair model does with words before it merges.</summary>
internal sealed record BytePairOptions
{
    /// <summary>Whether words are bytes in GPT-2's alphabet; otherwise they are characters.</summary>
    public bool IsByteLevel { get; init; } = true;

    /// <summary>Whether words come in that alphabet already.</summary>
    public bool AreWordsSpelled { get; init; }

    /// <summary>Whether a word that is a token stays whole without looking at the merges.</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>Whether a character without a token becomes the tokens of its UTF-8 bytes, "&lt;0x0A&gt;".</summary>
    public bool FallsBackToBytes { get; init; }

    /// <summary>The token of a character without one; without it such characters are left out.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Whether unknown characters that touch are one unknown token.</summary>
    public bool FusesUnknown { get; init; }
}
