using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>How far something is from the pinned baseline.</summary>
public sealed record BaselineDelta
{
    /// <summary>
    /// Mean difference, other minus baseline, with its interval. <see cref="MeanInterval.N"/> counts pairs of seeds, or
    /// the seeds of both sides where they are not paired.
    /// </summary>
    public required MeanInterval Difference { get; init; }

    /// <summary>True when every difference is of one seed, so that what its seed does to both falls out.</summary>
    public required bool IsPaired { get; init; }

    /// <summary>True only where there is an interval, and it excludes 0.</summary>
    public bool IsSignificant => Difference.Low > 0 || Difference.High < 0;

    /// <summary>
    /// Paired by seed when the two have at least two seeds in common, or one that is all that one of them has; others
    /// are left out. Else Welch's interval of the difference of two means, when both have at least two values. Else the
    /// difference alone. Null when one has no value.
    /// </summary>
    /// <param name="values">By seed.</param>
    /// <param name="baseline">By seed.</param>
    /// <param name="level">Of the interval.</param>
    public static BaselineDelta? Of(
        IReadOnlyDictionary<int, double> values,
        IReadOnlyDictionary<int, double> baseline,
        double level = MeanInterval.DefaultLevel)
    {
        if (values.Count == 0 || baseline.Count == 0)
            return null;
        var common = values.Keys.Where(baseline.ContainsKey).Order().ToArray();
        var isPaired = common.Length > 1 || (common.Length == 1 && (values.Count == 1 || baseline.Count == 1));
        return new BaselineDelta
        {
            IsPaired = isPaired,
            Difference = isPaired
                ? PairedDifference.Of(At(common, values), At(common, baseline), level)
                : Unpaired(Sample.Of(values), Sample.Of(baseline), level),
        };
    }

    private static double[] At(int[] seeds, IReadOnlyDictionary<int, double> values) =>
        [.. seeds.Select(seed => values[seed])];

    /// <summary>
    /// Welch (1947): t · √(s₁²/n₁ + s₂²/n₂), with Satterthwaite's degrees of freedom rounded down, so that the interval
    /// is never too narrow.
    /// </summary>
    private static MeanInterval Unpaired(Sample left, Sample right, double level)
    {
        var mean = left.Mean - right.Mean;
        var count = left.Count + right.Count;
        if (left.Count < 2 || right.Count < 2)
            return new MeanInterval { Mean = mean, Low = null, High = null, N = count };
        var variance = left.VarianceOfMean + right.VarianceOfMean;
        var half = variance == 0
            ? 0
            : StudentT.Quantile((1 + level) / 2, DegreesOfFreedom(left, right)) * Math.Sqrt(variance);
        return new MeanInterval { Mean = mean, Low = mean - half, High = mean + half, N = count };
    }

    private static int DegreesOfFreedom(Sample left, Sample right)
    {
        // Shares of the variance, so that squares of tiny variances do not underflow.
        var share = left.VarianceOfMean / (left.VarianceOfMean + right.VarianceOfMean);
        var degrees = 1 / (share * share / (left.Count - 1) + (1 - share) * (1 - share) / (right.Count - 1));
        return Math.Max(1, (int)degrees);
    }

    private sealed record Sample(double Mean, double VarianceOfMean, int Count)
    {
        public static Sample Of(IReadOnlyDictionary<int, double> bySeed)
        {
            var values = bySeed.OrderBy(entry => entry.Key).Select(entry => entry.Value).ToArray();
            var mean = values.Average();
            var squares = values.Sum(value => (value - mean) * (value - mean));
            return new Sample(mean, squares / Math.Max(1, values.Length - 1) / values.Length, values.Length);
        }
    }
}
