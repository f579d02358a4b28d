using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;

namespace WeakToStrong.Tracker.Runs;

/// <summary>The metrics of a step as views show them.</summary>
internal static class StepMetrics
{
    public static async Task<IReadOnlyList<MetricSeries>> ReadAsync(
        TrackerDatabase database, string stepKey, CancellationToken cancellationToken)
    {
        var series = await new MetricQueries(database).SeriesAsync(stepKey, names: null, cancellationToken);
        return [.. series.Select(view => new MetricSeries(
            view.Summary.Name,
            [.. view.Points.Select(point => new MetricSample(point.At, point.Value ?? double.NaN))]))];
    }
}
