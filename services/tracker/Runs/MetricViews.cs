namespace WeakToStrong.Tracker.Runs;

/// <summary>One metric of a step as it is sent: not longer than a chart is wide.</summary>
public sealed record MetricSeriesView
{
    public required string Name { get; init; }

    /// <summary>Values that the buckets stand for.</summary>
    public required int Count { get; init; }

    public required IReadOnlyList<MetricBucket> Buckets { get; init; }

    public static MetricSeriesView Of(MetricSeries series, int buckets) => new()
    {
        Name = series.Name,
        Count = series.Samples.Count,
        Buckets = MinMaxBuckets.Of(series.Samples, buckets),
    };

    /// <summary>What a chart draws: at most two values of each bucket, in order.</summary>
    public MetricSeries ToSeries() => new(Name, [.. Buckets.SelectMany(bucket => bucket.Points())]);
}
