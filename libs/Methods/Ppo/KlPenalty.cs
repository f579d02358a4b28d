namespace WeakToStrong.Methods.Ppo;

/// <summary>
/// The price of leaving the reference model, inside the reward (Ziegler et al. 2019, arXiv 1909.08593, equation 2):
/// <c>r_t = −β·(log π − log π_ref) + [t last]·score</c>.
/// </summary>
public static class KlPenalty
{
    /// <summary>Per-token rewards of one answer.</summary>
    /// <param name="logProbabilities">[R]. Under the policy that sampled it, in nats.</param>
    /// <param name="referenceLogProbabilities">[R]. Under the reference model.</param>
    /// <param name="score">Reward of the whole answer, paid at its last token.</param>
    /// <param name="coefficient">β.</param>
    public static double[] Rewards(
        ReadOnlySpan<double> logProbabilities,
        ReadOnlySpan<double> referenceLogProbabilities,
        double score,
        double coefficient)
    {
        var rewards = new double[logProbabilities.Length];
        for (var t = 0; t < rewards.Length; t++)
            rewards[t] = -coefficient * (logProbabilities[t] - referenceLogProbabilities[t]);
        rewards[^1] += score;
        return rewards;
    }
}

/// <summary>
/// Keeps the KL near a target by moving β (Ziegler et al. 2019, section 2.2):
/// <c>e = clip(KL/target − 1, −0.2, 0.2)</c>, <c>β ← β·(1 + e·n/horizon)</c>.
/// </summary>
public static class AdaptiveKl
{
    private const double MaximumError = 0.2;

    /// <summary>The shortest horizon with which β stays above 0, however small the KL is.</summary>
    /// <param name="answerCount">n.</param>
    public static int ShortestHorizon(int answerCount) => (int)(answerCount * MaximumError) + 1;

    /// <summary>The next β.</summary>
    /// <param name="kl">Mean KL per answer in nats.</param>
    /// <param name="answerCount">n, answers since the last change.</param>
    public static double Next(double coefficient, double kl, double target, int answerCount, int horizon)
    {
        var error = Math.Clamp(kl / target - 1, -MaximumError, MaximumError);
        return coefficient * (1 + error * answerCount / horizon);
    }
}
