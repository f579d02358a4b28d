namespace WeakToStrong.Transformer.Tokenization;

/// <summary>A token that is found in the raw text, before it is split into words.</summary>
public sealed record AddedToken
{
    /// <summary>The token's id.</summary>
    public required int Id { get; init; }

    /// <summary>The text that is this token.</summary>
    public required string Content { get; init; }

    /// <summary>Whether it is markup rather than text, to be left out when an answer is shown.</summary>
    public bool Special { get; init; }

    /// <summary>Whether white space before it belongs to it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether white space after it belongs to it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it counts only where no letter, digit or mark stands beside it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>
    /// Whether it is searched for in normalised text, itself normalised. Without a normaliser this only says when: the
    /// others are matched first, in the whole text.
    /// </summary>
    public bool Normalized { get; init; }
}
