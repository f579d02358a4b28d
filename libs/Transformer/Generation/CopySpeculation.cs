namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// Drafting by copying: what the prompt holds is guessed to be repeated, edited as earlier sequences were, and one pass
/// of the model verifies the whole guess (LLMA, Yang et al., arXiv:2304.04487; prompt look-up decoding). What is
/// generated is what would have been generated token by token: a greedy choice, and a draw at a uniform that row and
/// place decide, depend on the tokens before them alone.
/// </summary>
public sealed record CopySpeculation
{
    /// <summary>Longest draft unless said otherwise.</summary>
    public const int DefaultMaxDraft = 32;

    /// <summary>Most tokens of one draft; how many are drafted follows from how many were right.</summary>
    public int MaxDraft { get; init; } = DefaultMaxDraft;
}
