namespace WeakToStrong.Transformer.Generation;

/// <summary>What it took to generate tokens.</summary>
/// <param name="Tokens">Generated tokens.</param>
/// <param name="Passes">Passes through the model, those over prompts included.</param>
/// <param name="Drafted">Tokens that were guessed and verified.</param>
/// <param name="Accepted">
/// Those of them that were right; an end that was guessed is the pass's own token, right or not.
/// </param>
public readonly record struct GenerationCounts(long Tokens, long Passes, long Drafted, long Accepted)
{
    /// <summary>Share of the drafted tokens that were right; 0 where none was drafted.</summary>
    public double Acceptance => Drafted == 0 ? 0 : (double)Accepted / Drafted;

    /// <summary>Both together.</summary>
    public static GenerationCounts operator +(GenerationCounts left, GenerationCounts right) => new(
        left.Tokens + right.Tokens, left.Passes + right.Passes, left.Drafted + right.Drafted,
        left.Accepted + right.Accepted);

    /// <summary>What was added since.</summary>
    public static GenerationCounts operator -(GenerationCounts left, GenerationCounts right) => new(
        left.Tokens - right.Tokens, left.Passes - right.Passes, left.Drafted - right.Drafted,
        left.Accepted - right.Accepted);
}
