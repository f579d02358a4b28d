namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>
/// Median of a few measurements, with the lowest and the highest of them: too few for an interval of known confidence.
/// </summary>
internal sealed record MedianRange
{
    public required double Median { get; init; }

    /// <summary>The lowest.</summary>
    public required double Low { get; init; }

    /// <summary>The highest.</summary>
    public required double High { get; init; }

    public static MedianRange Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(values));
        return new MedianRange
        {
            Median = MedianInterval.Middle(sorted),
            Low = sorted[0],
            High = sorted[^1],
        };
    }
}
