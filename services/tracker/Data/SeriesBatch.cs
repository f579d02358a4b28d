using WeakToStrong.Contracts;

namespace WeakToStrong.Tracker.Data;

/// <summary>Points of one series to be written together: in order, each count of finished units once.</summary>
public sealed record SeriesBatch
{
    private const int LongestName = 200;

    public required string StepKey { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<PointValue> Points { get; init; }

    public PointValue First => Points[0];

    public PointValue Last => Points[^1];

    public double? Min => Points.Min(point => point.Value);

    public double? Max => Points.Max(point => point.Value);

    /// <summary>
    /// The points by series, in one order for every process; of a point that is there twice the later one counts. A
    /// point that no database could hold or nobody could read is left out.
    /// </summary>
    public static IReadOnlyList<SeriesBatch> Of(IEnumerable<(string StepKey, MetricPoint Point)> points) =>
        [.. points.Where(entry => IsSound(entry.Point))
            .GroupBy(entry => (entry.StepKey, entry.Point.Name))
            .OrderBy(series => series.Key.StepKey, StringComparer.Ordinal)
            .ThenBy(series => series.Key.Name, StringComparer.Ordinal)
            .Select(series => new SeriesBatch
            {
                StepKey = series.Key.StepKey,
                Name = series.Key.Name,
                Points = Distinct(series.Select(entry => entry.Point)),
            })];

    private static List<PointValue> Distinct(IEnumerable<MetricPoint> points)
    {
        var values = new SortedDictionary<long, double?>();
        foreach (var point in points)
            values[point.At] = point.Value;
        return [.. values.Select(value => new PointValue(value.Key, value.Value))];
    }

    private static bool IsSound(MetricPoint point) =>
        point.At >= 0
        && point.Name.Length is > 0 and <= LongestName
        && !point.Name.Any(char.IsControl)
        && point.Value is null or (>= double.MinValue and <= double.MaxValue);
}

/// <summary>A value at a count of finished units; null where it was not finite.</summary>
public readonly record struct PointValue(long At, double? Value);
