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
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_store.Root, "trash")));
    }

    [Fact]
    public async Task Collect_FoldersOfRuns_RemovesTheOldOnesThatNobodyKnows()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var now = tracker.Clock.GetUtcNow().UtcDateTime;
        var (known, old, young) = (await tracker.LaunchAsync(_store.Plan().Request()), NewId(), NewId());
        foreach (var (name, hours) in new[] { (Name(known), 25), (Name(old), 25), (Name(young), 23), ("mine", 25) })
            Directory.SetLastWriteTimeUtc(MakeFolder(name), now.AddHours(-hours));

        await tracker.Get<RunGarbage>().CollectAsync([], default);

        Assert.Equal(
            new[] { Name(known), Name(young), "mine" }.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(_store.Root, "runs"))
                .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _store.Dispose();

    private static Guid NewId() => MassTransit.NewId.NextGuid();

    private static string Name(Guid runId) => runId.ToString("N");

    private string MakeFolder(string name) =>
        Directory.CreateDirectory(Path.Combine(_store.Root, "runs", name)).FullName;
}
