using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Support;

internal static class RunQueriesExtensions
{
    /// <summary>Every run of a database that has few, the newest first.</summary>
    public static async Task<IReadOnlyList<RunRow>> AllAsync(this RunQueries queries) =>
        (await queries.ListAsync(new RunFilter(), RunPage.MaxLimit, null, default)).Runs;

    /// <summary>A step's metrics once they have these updates, which may come after the step's end.</summary>
    public static async Task<IReadOnlyList<MetricSeries>> MetricsUntilAsync(
        this RunQueries queries, string stepKey, params int[] updates)
    {
        IReadOnlyList<MetricSeries> metrics = [];
        await Eventually.TrueAsync(
            async () =>
            {
                metrics = await queries.MetricsAsync(stepKey, default);
                return metrics.Count > 0 && metrics.All(series => HasAll(series, updates));
            },
            $"the points of {string.Join(", ", updates)} are there");
        return metrics;
    }

    private static bool HasAll(MetricSeries series, int[] updates) =>
        updates.All(update => series.Samples.Any(sample => sample.At == update));
}
