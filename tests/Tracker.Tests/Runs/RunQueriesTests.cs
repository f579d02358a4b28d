using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class RunQueriesTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Watch_UntilFinished_EndsWithTheLastView()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft", milliseconds: 20);
        var runId = await host.LaunchAsync(plan.Request());

        var views = new List<RunView>();
        await foreach (var view in host.Queries.WatchAsync(runId, default))
            views.Add(view);

        Assert.Equal(RunStatus.Completed, views[^1].Run.Status);
        Assert.DoesNotContain(views.SkipLast(1), view => view.Run.IsFinished);
        Assert.Equal(views[^1].TotalSeconds, views[^1].DoneSeconds);
    }

    [Fact]
    public async Task Remove_FinishedRun_LeavesNothingOfItsOwn()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var runId = await LaunchAsync(tracker, "gone");
        var kept = await LaunchAsync(tracker, "kept");
        var commands = tracker.Get<RunCommands>();
        await Assert.ThrowsAsync<InvalidRunStatusException>(() => commands.RemoveAsync(runId, default));

        await commands.CancelAsync(runId, default);
        await commands.RemoveAsync(runId, default);

        await Assert.ThrowsAsync<RunNotFoundException>(() => tracker.ShowAsync(runId));
        var live = await tracker.Get<TrackerDatabase>().ReadAsync(
            db => tracker.Get<RunGarbage>().LiveStepKeysAsync(db, [], default), default);
        Assert.Equal((await tracker.ShowAsync(kept)).Steps.Select(step => step.Key).ToHashSet(), live);
    }

    public void Dispose() => _store.Dispose();

    private Task<Guid> LaunchAsync(TestTracker tracker, string name)
    {
        var plan = _store.Plan();
        plan.Prepare($"{name} data");
        return tracker.LaunchAsync(plan.Request(name));
    }
}
