namespace WeakToStrong.Methods.Ppo;

/// <summary>
/// Rewards to mean 0 and variance 1, cut to ± clip (PPO-max, arXiv 2307.04964, section 4: reward scaling and
/// clipping). Departure: mean and deviation are fixed once, over the reward model's training pairs or the first round,
/// not running, so that a round of nearly equal rewards is not blown up to unit noise.
/// </summary>
internal sealed record RewardScale(double Mean, double Deviation, double Clip)
{
    private const double SmallestDeviation = 1e-6;

    /// <summary>Of a sample of rewards; the variance is divided by N − 1.</summary>
    public static RewardScale Of(IReadOnlyList<double> rewards, double clip)
    {
        if (rewards.Count < 2)
            return new RewardScale(0, 1, clip);
        var mean = rewards.Average();
        var variance = rewards.Sum(reward => (reward - mean) * (reward - mean)) / (rewards.Count - 1);
        return new RewardScale(mean, Math.Sqrt(variance), clip);
    }

    /// <summary>Equal rewards have no deviation: the smallest one stands for it, so that they come out as 0.</summary>
    public double Apply(double reward) =>
        Math.Clamp((reward - Mean) / Math.Max(SmallestDeviation, Deviation), -Clip, Clip);
}
