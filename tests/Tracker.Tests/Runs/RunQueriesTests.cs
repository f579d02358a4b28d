using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class RunQueriesTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Find_IdPrefixOrName_IsTheRun()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var older = await LaunchAsync(tracker, "quick");
        tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await LaunchAsync(tracker, "quick");

        Assert.Equal(older, await tracker.Queries.FindAsync(older.ToString("N"), default));
        Assert.Equal(older, await tracker.Queries.FindAsync(older.ToString("D").ToUpperInvariant()[..12], default));
        Assert.Equal(newer, await tracker.Queries.FindAsync("quick", default));
        Assert.Equal([newer, older], (await ListAsync(tracker)).Select(run => run.Id));
    }

    [Fact]
    public async Task Find_NoneOrSeveral_SaysSo()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await Assert.ThrowsAsync<RunNotFoundException>(() => tracker.Queries.FindAsync("", default));
        for (var run = 0; run < 17; run++)
            await LaunchAsync(tracker, $"name-{run}");

        // Seventeen ids begin with sixteen digits.
        var digits = "0123456789abcdef".Select(digit => digit.ToString());
        var prefix = digits.First(digit => ListAsync(tracker).Result.Count(
            run => run.ShortId.StartsWith(digit, StringComparison.Ordinal)) > 1);
        var error = await Assert.ThrowsAsync<AmbiguousRunException>(
            () => tracker.Queries.FindAsync(prefix, default));
        Assert.All(error.Candidates, id => Assert.StartsWith(prefix, id, StringComparison.Ordinal));
        await Assert.ThrowsAsync<RunNotFoundException>(() => tracker.Queries.FindAsync(new('0', 33), default));
    }

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
        var live = await tracker.Get<RunGarbage>().LiveStepKeysAsync(null, default);
        Assert.Equal((await tracker.ShowAsync(kept)).Steps.Select(step => step.Key).ToHashSet(), live);
    }

    public void Dispose() => _store.Dispose();

    private static async Task<IReadOnlyList<RunRow>> ListAsync(TestTracker tracker) =>
        (await tracker.Queries.ListAsync(new RunFilter(), RunPage.MaxLimit, null, default)).Runs;

    private Task<Guid> LaunchAsync(TestTracker tracker, string name)
    {
        var plan = _store.Plan();
        plan.Prepare($"{name} data");
        return tracker.LaunchAsync(plan.Request(name));
    }
}
