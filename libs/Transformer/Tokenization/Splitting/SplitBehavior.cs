namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>What becomes of a pattern's matches.</summary>
internal enum SplitBehavior
{
    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>Each is a piece of its own.</summary>
    Isolated,

    /// <summary>Each belongs to the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each belongs to the piece after it.</summary>
    MergedWithNext,

    /// <summary>Those that touch are one piece.</summary>
    Contiguous
}
