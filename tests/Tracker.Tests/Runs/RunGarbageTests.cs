using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class RunGarbageTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Find_BeforeACollection_SaysWhatItWillFreeAndFreesNothing()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        plan.Train(data, "train");
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.CompleteAsync(data.Step.Key);
        var garbage = tracker.Get<RunGarbage>();
        Assert.Equal(0, (await garbage.FindAsync(default)).ArtifactsRemoved);
        await tracker.Get<RunCommands>().CancelAsync(runId, default);
        await tracker.Get<RunCommands>().RemoveAsync(runId, default);

        var found = await garbage.FindAsync(default);

        Assert.Equal((1, 1), (found.StepsRemoved, found.ArtifactsRemoved));
        Assert.True(found.BytesFreed > 0);
        Assert.Equal(found, await garbage.FindAsync(default));
        Assert.Equal(found, await garbage.CollectAsync([], default));
        Assert.Equal(0, (await garbage.FindAsync(default)).StepsRemoved);
    }

    public void Dispose() => _store.Dispose();
}
