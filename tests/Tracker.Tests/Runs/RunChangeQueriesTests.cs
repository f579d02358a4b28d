using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

[Collection(SharedServers.Name)]
public sealed class RunChangeQueriesTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Watch_RunThatIsRetriedAndWaits_TellsIt(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var retried = await LaunchAndCancelAsync(tracker, store, "retried");
        await LaunchAndCancelAsync(tracker, store, "over");
        tracker.Clock.Advance(TimeSpan.FromDays(1));
        await tracker.Get<RunCommands>().RetryAsync(retried, default);
        var ended = await LaunchAndCancelAsync(tracker, store, "ended");

        var runs = await FirstAsync(tracker);

        Assert.Equal(
            [(ended, RunStatus.Cancelled), (retried, RunStatus.Queued)], runs.Select(row => (row.Id, row.Status)));
    }

    private static async Task<Guid> LaunchAndCancelAsync(TestTracker tracker, TestStore store, string name)
    {
        var runId = await tracker.LaunchAsync(store.Plan().Request(name));
        await tracker.Get<RunCommands>().CancelAsync(runId, default);
        return runId;
    }

    private static async Task<IReadOnlyList<RunRow>> FirstAsync(TestTracker tracker)
    {
        var changes = tracker.Get<RunChangeQueries>()
            .WatchAsync(tracker.Clock.GetUtcNow(), TimeSpan.FromSeconds(1), default);
        await foreach (var change in changes)
            return change.Runs;
        return [];
    }
}
