using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Metrics;

/// <summary>What people and programs ask about the metrics of a step.</summary>
public sealed class MetricQueries(TrackerDatabase database)
{
    /// <summary>What is known of each metric without its points, by name.</summary>
    /// <param name="names">Only these; null for all.</param>
    public async Task<IReadOnlyList<SeriesSummary>> SummariesAsync(
        string stepKey, IReadOnlyCollection<string>? names, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            db => Rows(db, stepKey, names).ToListAsync(cancellationToken), cancellationToken);
        return [.. rows.Select(SeriesSummary.Of)];
    }

    /// <summary>The metrics with their points, by name; every point once, wherever it is kept.</summary>
    /// <param name="names">Only these; null for all.</param>
    public Task<IReadOnlyList<SeriesView>> SeriesAsync(
        string stepKey, IReadOnlyCollection<string>? names, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var rows = await Rows(db, stepKey, names).ToListAsync(cancellationToken);
                var points = await SeriesPoints.ReadAsync(db, [.. rows.Select(row => row.Id)], cancellationToken);
                return (IReadOnlyList<SeriesView>)
                    [.. rows.Select(row => new SeriesView(SeriesSummary.Of(row), points[row.Id]))];
            },
            cancellationToken);

    private static IQueryable<StepSeries> Rows(
        TrackerContext db, string stepKey, IReadOnlyCollection<string>? names) =>
        db.StepSeries.AsNoTracking()
            .Where(series => series.StepKey == stepKey && (names == null || names.Contains(series.Name)))
            .OrderBy(series => series.Name);
}

/// <summary>What is known of a metric without its points; null where no value was finite.</summary>
public sealed record SeriesSummary
{
    public required string Name { get; init; }

    public required long Count { get; init; }

    /// <summary>Finished units at its first point.</summary>
    public required long FirstAt { get; init; }

    public required long LastAt { get; init; }

    public required double? Last { get; init; }

    public required double? Min { get; init; }

    public required double? Max { get; init; }

    internal static SeriesSummary Of(StepSeries series) => new()
    {
        Name = series.Name,
        Count = series.PointCount,
        FirstAt = series.FirstAt,
        LastAt = series.LastAt,
        Last = series.Last,
        Min = series.Min,
        Max = series.Max,
    };
}

/// <summary>A metric with its points in order of finished units.</summary>
public sealed record SeriesView(SeriesSummary Summary, IReadOnlyList<PointValue> Points);
