namespace WeakToStrong.Tracker.Runs;

/// <summary>
/// A stretch of a series: where it begins and ends, and its lowest and highest value with their places. Values that
/// are not finite are counted; they are neither.
/// </summary>
public sealed record MetricBucket
{
    public required long FirstAt { get; init; }

    public required long LastAt { get; init; }

    public required int Count { get; init; }

    public required int NotFiniteCount { get; init; }

    /// <summary>Null where no value is finite.</summary>
    public required MetricSample? Min { get; init; }

    /// <inheritdoc cref="Min"/>
    public required MetricSample? Max { get; init; }

    /// <summary>What a chart draws: lowest and highest in their order, once where they are one.</summary>
    internal IEnumerable<MetricSample> Points() =>
        (Min, Max) switch
        {
            ({ } min, { } max) when min.At == max.At => [min],
            ({ } min, { } max) => min.At < max.At ? [min, max] : [max, min],
            _ => [new MetricSample(FirstAt, double.NaN)],
        };
}

/// <summary>
/// Makes a long series short and keeps every spike: the range is cut into parts of equal width, and each is shown by
/// its lowest and highest value.
/// </summary>
public static class MinMaxBuckets
{
    /// <param name="samples">In ascending order of <see cref="MetricSample.At"/>.</param>
    /// <param name="count">Buckets at most; parts without a sample make none.</param>
    public static IReadOnlyList<MetricBucket> Of(IReadOnlyList<MetricSample> samples, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var buckets = new List<MetricBucket>();
        for (var start = 0; start < samples.Count;)
        {
            var end = EndOf(samples, start, count);
            buckets.Add(Bucket(samples, start, end));
            start = end;
        }
        return buckets;
    }

    /// <summary>Index after the last sample of the part that the sample is in.</summary>
    private static int EndOf(IReadOnlyList<MetricSample> samples, int start, int count)
    {
        var part = Part(samples[start].At);
        var end = start + 1;
        while (end < samples.Count && Part(samples[end].At) == part)
            end++;
        return end;

        // 128 bits: the width of a range may be all of a long, and is multiplied.
        Int128 Part(long at)
        {
            Int128 first = samples[0].At;
            return (at - first) * count / (samples[^1].At - first + 1);
        }
    }

    private static MetricBucket Bucket(IReadOnlyList<MetricSample> samples, int start, int end)
    {
        MetricSample? min = null, max = null;
        var notFinite = 0;
        for (var i = start; i < end; i++)
        {
            var sample = samples[i];
            if (!double.IsFinite(sample.Value))
            {
                notFinite++;
                continue;
            }
            min = min is null || sample.Value < min.Value ? sample : min;
            max = max is null || sample.Value > max.Value ? sample : max;
        }
        return new MetricBucket
        {
            FirstAt = samples[start].At,
            LastAt = samples[end - 1].At,
            Count = end - start,
            NotFiniteCount = notFinite,
            Min = min,
            Max = max,
        };
    }
}
