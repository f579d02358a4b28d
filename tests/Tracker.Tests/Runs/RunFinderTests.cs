using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

[Collection(SharedServers.Name)]
public sealed class RunFinderTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Find_IdPrefixOrName_IsTheRun(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var older = await LaunchAsync(tracker, store, "quick");
        tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await LaunchAsync(tracker, store, "quick");

        Assert.Equal(older, await tracker.Queries.FindAsync(older.ToString("N"), default));
        Assert.Equal(older, await tracker.Queries.FindAsync(older.ToString("D").ToUpperInvariant()[..12], default));
        Assert.Equal(newer, await tracker.Queries.FindAsync("quick", default));
        Assert.Equal([newer, older], (await tracker.Queries.AllAsync()).Select(run => run.Id));
    }

    [Theory]
    [Engines]
    public async Task Find_NoneOrSeveral_SaysSo(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        await Assert.ThrowsAsync<RunNotFoundException>(() => tracker.Queries.FindAsync("", default));
        for (var run = 0; run < 17; run++)
            await LaunchAsync(tracker, store, $"name-{run}");

        // Seventeen ids begin with sixteen digits.
        var digits = "0123456789abcdef".Select(digit => digit.ToString());
        var prefix = digits.First(digit => tracker.Queries.AllAsync().Result.Count(
            run => run.ShortId.StartsWith(digit, StringComparison.Ordinal)) > 1);
        var error = await Assert.ThrowsAsync<AmbiguousRunException>(
            () => tracker.Queries.FindAsync(prefix, default));
        Assert.All(error.Candidates, id => Assert.StartsWith(prefix, id, StringComparison.Ordinal));
        await Assert.ThrowsAsync<RunNotFoundException>(() => tracker.Queries.FindAsync(new('0', 33), default));
    }

    private static Task<Guid> LaunchAsync(TestTracker tracker, TestStore store, string name)
    {
        var plan = store.Plan();
        plan.Prepare($"{name} data");
        return tracker.LaunchAsync(plan.Request(name));
    }
}
