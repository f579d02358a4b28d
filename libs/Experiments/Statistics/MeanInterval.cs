namespace WeakToStrong.Experiments.Statistics;

/// <summary>A mean over seeds and its Student t interval.</summary>
public sealed record MeanInterval
{
    public const double DefaultLevel = 0.95;

    public required double Mean { get; init; }

    /// <summary>Null for a single value, which tells nothing about spread.</summary>
    public required double? Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public required double? High { get; init; }

    public required int N { get; init; }

    /// <summary>mean ± t · s / √n, with s the sample standard deviation and t of n − 1 degrees of freedom.</summary>
    public static MeanInterval Of(IReadOnlyCollection<double> values, double level = DefaultLevel)
    {
        if (values.Count == 0)
            throw new ArgumentException("a mean needs at least one value", nameof(values));
        var n = values.Count;
        var mean = values.Sum() / n;
        if (n == 1)
            return new MeanInterval { Mean = mean, Low = null, High = null, N = 1 };
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (n - 1);
        var half = StudentT.Quantile((1 + level) / 2, n - 1) * Math.Sqrt(variance / n);
        return new MeanInterval { Mean = mean, Low = mean - half, High = mean + half, N = n };
    }
}

/// <summary>Differences of two systems that were measured on the same seeds.</summary>
public static class PairedDifference
{
    /// <summary>Interval of <c>left[i] - right[i]</c>: what the seeds have in common falls out.</summary>
    public static MeanInterval Of(
        IReadOnlyList<double> left, IReadOnlyList<double> right, double level = MeanInterval.DefaultLevel)
    {
        if (left.Count != right.Count)
            throw new ArgumentException($"{left.Count} values cannot be paired with {right.Count}");
        return MeanInterval.Of([.. left.Zip(right, (a, b) => a - b)], level);
    }
}
