using WeakToStrong.Tracker.Metrics;

namespace WeakToStrong.Tracker.Runs;

/// <summary>One metric of a step, in order of finished units.</summary>
public sealed record MetricSeries(string Name, IReadOnlyList<MetricSample> Samples)
{
    public static MetricSeries Of(SeriesView series) =>
        new(series.Summary.Name,
            [.. series.Points.Select(point => new MetricSample(point.At, point.Value ?? double.NaN))]);
}

/// <summary>A value at a count of finished units; NaN where it was not finite.</summary>
public sealed record MetricSample(long At, double Value);

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
