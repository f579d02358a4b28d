using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

/// <summary>A run that was finished in one store comes into another.</summary>
[Collection(SharedServers.Name)]
public sealed class RunImporterTests : IDisposable
{
    private readonly TestServers _servers;
    private readonly TestStore _there = new();
    private readonly TestStore _scratch = new();
    private readonly SigningKey _key;

    public RunImporterTests(TestServers servers)
    {
        _servers = servers;
        _key = SigningKey.OpenOrCreate(Path.Combine(_scratch.Root, "key.pem"));
    }

    private string Archive => Path.Combine(_scratch.Root, "run.tar.gz");

    [Theory]
    [Engines]
    public async Task Import_OfAFinishedRun_ShowsItAsItWas(Engine engine)
    {
        var original = await ExportAsync();
        using var here = await _servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(here);

        var imported = await tracker.Get<RunImporter>().ImportAsync(Archive, _key.Public, default);

        Assert.Equal(original.Run.Id, imported.Id);
        var shown = await tracker.ShowAsync(imported.Id);
        Assert.Equal(RunStatus.Completed, shown.Run.Status);
        Assert.Equal(tracker.Clock.GetUtcNow(), shown.Run.ImportedAt);
        Assert.Equal(original.Run.CreatedAt, shown.Run.CreatedAt);
        Assert.Equal(
            original.Steps.Select(step => (step.Name, step.Key, step.Kind, step.Host)),
            shown.Steps.Select(step => (step.Name, step.Key, step.Kind, step.Host)));
        Assert.Equal(original.Steps[1].Outputs, shown.Steps[1].Outputs);
        Assert.NotNull(tracker.Get<RunResults>().Report(imported.Id));
        var page = await tracker.Queries.ListAsync(new RunFilter { Search = "status = completed" }, 10, null, default);
        Assert.Equal(imported.Id, Assert.Single(page.Runs).Id);
    }

    [Theory]
    [Engines]
    public async Task Import_ThenLaunchOfTheSame_ExecutesWhatIsNotHere(Engine engine)
    {
        await ExportAsync();
        using var here = await _servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(here);
        await tracker.Get<RunImporter>().ImportAsync(Archive, _key.Public, default);

        var launched = await tracker.LaunchAsync(Planned().Request());

        Assert.Equal(
            [StepStatus.Ready, StepStatus.Waiting, StepStatus.Waiting, StepStatus.Waiting],
            (await tracker.ShowAsync(launched)).Steps.Select(step => step.Status));
    }

    [Theory]
    [Engines]
    public async Task Import_OfARunThatIsHere_IsRefusedAndLeavesIt(Engine engine)
    {
        await ExportAsync();
        using var here = await _servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(here);
        var importer = tracker.Get<RunImporter>();
        var imported = await importer.ImportAsync(Archive, _key.Public, default);

        await Assert.ThrowsAsync<RunIsThereException>(() => importer.ImportAsync(Archive, _key.Public, default));

        Assert.NotNull(tracker.Get<RunResults>().Report(imported.Id));
    }

    [Fact]
    public async Task Import_AfterOneThatDiedHalfWay_DoesIt()
    {
        var original = await ExportAsync();
        using var here = new TestStore();
        await using var tracker = await TestTracker.OpenAsync(here);
        var folder = Path.Combine(here.Root, "runs", original.Run.Id.ToString("N"));
        Directory.CreateDirectory(folder + ".unfinished");
        await File.WriteAllTextAsync(Path.Combine(folder + ".unfinished", "proof.json"), "{");

        await tracker.Get<RunImporter>().ImportAsync(Archive, _key.Public, default);

        Assert.False(Directory.Exists(folder + ".unfinished"));
        Assert.True(File.Exists(Path.Combine(folder, "proof.json")));
    }

    [Fact]
    public async Task Import_DatabaseRefusesIt_LeavesTheFilesToTheNext()
    {
        var original = await ExportAsync();
        using var here = new TestStore();
        await using var tracker = await TestTracker.OpenAsync(here);
        var importer = tracker.Get<RunImporter>();
        await ChangeSchemaAsync(
            tracker, "CREATE TRIGGER refuse BEFORE INSERT ON runs BEGIN SELECT RAISE(ABORT, 'as the test wants'); END");

        // It might as well have been refused to a second import of a run that is there by now.
        await Assert.ThrowsAnyAsync<Exception>(() => importer.ImportAsync(Archive, _key.Public, default));
        Assert.True(File.Exists(Path.Combine(here.Root, "runs", original.Run.Id.ToString("N"), "proof.json")));

        await ChangeSchemaAsync(tracker, "DROP TRIGGER refuse");
        Assert.Equal(original.Run.Id, (await importer.ImportAsync(Archive, _key.Public, default)).Id);
    }

    [Fact]
    public async Task Remove_OfAnImportedRun_LeavesNothingOfIt()
    {
        await ExportAsync();
        using var here = new TestStore();
        await using var tracker = await TestTracker.OpenAsync(here);
        var imported = await tracker.Get<RunImporter>().ImportAsync(Archive, _key.Public, default);

        await tracker.Get<RunCommands>().RemoveAsync(imported.Id, default);

        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(here.Root, "runs")));
        Assert.Equal(0, await tracker.Get<TrackerDatabase>().ReadAsync(db => db.Steps.CountAsync(), default));
    }

    public void Dispose()
    {
        _key.Dispose();
        _there.Dispose();
        _scratch.Dispose();
    }

    private static Task<int> ChangeSchemaAsync(TestTracker tracker, string statement) =>
        tracker.Get<TrackerDatabase>().WriteAsync(db => db.Database.ExecuteSqlRawAsync(statement), default);

    private TestPlan Planned()
    {
        var plan = _there.Plan();
        plan.Evaluate(plan.Train(plan.Prepare(), "seed 1 / sft"), "seed 1 / sft / judge");
        return plan;
    }

    /// <summary>Runs an experiment in the other store and writes its archive.</summary>
    private async Task<RunView> ExportAsync()
    {
        await using var tracker = await TestTracker.OpenAsync(_there);
        var request = Planned().Request();
        var id = await tracker.LaunchAsync(request);
        foreach (var step in request.Plan.Steps)
            await tracker.CompleteAsync(step.Key);
        await tracker.Get<RunFinisher>().FinishAsync(default);
        RunArchiveWriter.Write(
            Archive, RunArchiveContent.Collect(_there.Root, id.ToString("N"), [], withData: false), _key);
        return await tracker.ShowAsync(id);
    }
}
