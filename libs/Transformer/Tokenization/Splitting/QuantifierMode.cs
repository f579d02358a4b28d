namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>How many repetitions a pattern tries first.</summary>
internal enum QuantifierMode
{
    /// <summary>The most, then fewer.</summary>
    Greedy,

    /// <summary>The fewest, then more.</summary>
    Lazy,

    /// <summary>The most, and no others.</summary>
    Possessive
}
