using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Support;

internal static class RunQueriesExtensions
{
    /// <summary>Every run of a database that has few, the newest first.</summary>
    public static async Task<IReadOnlyList<RunRow>> AllAsync(this RunQueries queries) =>
        (await queries.ListAsync(new RunFilter(), RunPage.MaxLimit, null, default)).Runs;
}
