using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

[Collection(SharedServers.Name)]
public sealed class RetentionTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Apply_FinishedRunIsOld_IsRemovedWithArtifactsThatNoOtherNeeds(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await OpenAsync(store, new RetentionOptions { RunDays = 7 });
        var (oldRun, newRun) = (store.Plan(), store.Plan());
        var shared = oldRun.Prepare("shared");
        newRun.Prepare("shared");
        var gone = oldRun.Prepare("gone");
        var oldId = await LaunchAndCancelAsync(tracker, oldRun, "old", shared.Step.Key, gone.Step.Key);
        tracker.Clock.Advance(TimeSpan.FromDays(8));
        var newId = await LaunchAndCancelAsync(tracker, newRun, "new");
        var running = store.Plan();
        running.Prepare("running");
        var runningId = await tracker.LaunchAsync(running.Request("running"));

        await tracker.Get<Retention>().ApplyAsync(default);

        Assert.Equal(
            new[] { newId, runningId }.Order(),
            (await tracker.Queries.AllAsync()).Select(run => run.Id).Order());
        var artifacts = tracker.Get<ArtifactStore>();
        Assert.NotNull(artifacts.FindStep(shared.Step.Key));
        Assert.Null(artifacts.FindStep(gone.Step.Key));
        Assert.False(Directory.Exists(Path.Combine(store.Root, "runs", oldId.ToString("N"))));
    }

    [Theory]
    [Engines]
    public async Task Apply_NoDaysAreGiven_KeepsAllRuns(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await OpenAsync(store, new RetentionOptions());
        var plan = store.Plan();
        var data = plan.Prepare();
        var runId = await LaunchAndCancelAsync(tracker, plan, "kept", data.Step.Key);
        tracker.Clock.Advance(TimeSpan.FromDays(10_000));

        await tracker.Get<Retention>().ApplyAsync(default);

        Assert.Equal(runId, Assert.Single(await tracker.Queries.AllAsync()).Id);
        Assert.NotNull(tracker.Get<ArtifactStore>().FindStep(data.Step.Key));
    }

    [Theory]
    [Engines]
    public async Task Apply_OldAttemptsAndWorkers_AreForgotten(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await OpenAsync(store, new RetentionOptions { AttemptDays = 2, WorkerDays = 2 });
        await tracker.Get<WorkerLedger>().HearAsync(Ready(), default);
        var plan = store.Plan();
        var (ended, going) = (plan.Prepare("ended"), plan.Prepare("going"));
        await tracker.LaunchAsync(plan.Request());
        foreach (var key in new[] { ended.Step.Key, going.Step.Key })
            await tracker.FailAsync((await tracker.ClaimAsync(key))!, FailureReason.RunnerLost);
        await tracker.CompleteAsync(ended.Step.Key);
        var logs = tracker.Get<AttemptLogs>();
        foreach (var number in new[] { 1, 2 })
            WriteLog(logs, ended.Step.Key, number);
        WriteLog(logs, new string('b', 64), 1);
        tracker.Clock.Advance(TimeSpan.FromDays(3));
        await tracker.Get<WorkerLedger>().HearAsync(Ready(), default);

        await tracker.Get<Retention>().ApplyAsync(default);

        Assert.Null(logs.Read(ended.Step.Key, 1, 0, 100));
        Assert.NotNull(logs.Read(ended.Step.Key, 2, 0, 100));
        Assert.Equal(ended.Step.Key, Assert.Single(logs.StepKeys()));

        Assert.Single(await tracker.Get<WorkerQueries>().ListAsync(default));
        var attempts = await tracker.Get<TrackerDatabase>().ReadAsync(db => db.Attempts.ToListAsync(), default);
        Assert.Equal(2, Assert.Single(attempts, attempt => attempt.StepKey == ended.Step.Key).Number);
        Assert.Single(attempts, attempt => attempt.StepKey == going.Step.Key);
    }

    [Fact]
    public async Task Apply_StoreHasRunsOfItsOwn_KeepsTheirArtifacts()
    {
        using var embedded = await servers.NewStoreAsync(Engine.Sqlite);
        var data = embedded.Plan().Prepare();
        string? folder;
        await using (var tracker = await TestTracker.OpenAsync(embedded))
        {
            var plan = embedded.Plan();
            plan.Prepare();
            var runId = await tracker.LaunchAsync(plan.Request());
            await tracker.CompleteAsync(data.Step.Key);
            folder = Directory.CreateDirectory(Path.Combine(embedded.Root, "runs", runId.ToString("N"))).FullName;
        }

        await using var server = await TestTracker.OpenAsync(
            embedded, options => options with { Database = servers.NewDatabaseAsync().GetAwaiter().GetResult() });
        await server.Get<Retention>().ApplyAsync(default);

        Assert.NotNull(server.Get<ArtifactStore>().FindStep(data.Step.Key));
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public async Task Launch_WhileGarbageIsCollected_KeepsWhatItNeeds()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        for (var round = 0; round < 10; round++)
        {
            var plan = store.Plan();
            var data = plan.Prepare($"data {round}");
            var request = plan.Request();
            var removed = await trackers.First.LaunchAsync(request);
            await trackers.First.CompleteAsync(data.Step.Key);
            await trackers.First.Get<RunCommands>().CancelAsync(removed, default);
            await trackers.First.Get<RunCommands>().RemoveAsync(removed, default);
            var runId = Guid.Empty;

            await trackers.AtOnceAsync(
            [
                tracker => tracker.Get<Retention>().ApplyAsync(default),
                async tracker => runId = await tracker.LaunchAsync(request),
            ]);

            // Either it was launched first, and has what there was; or it does it again.
            var step = (await trackers.First.ShowAsync(runId)).Steps[0];
            var isThere = trackers.First.Get<ArtifactStore>().FindStep(data.Step.Key) is not null;
            Assert.Equal((isThere ? StepStatus.Completed : StepStatus.Ready, isThere), (step.Status, step.IsCached));
        }
    }

    [Fact]
    public void Validate_Limits_AreChecked()
    {
        Assert.Throws<ArgumentException>(() => new RetentionOptions { RunDays = 0 }.Validate());
        Assert.Throws<ArgumentException>(() => new RetentionOptions { AttemptDays = 0 }.Validate());
        Assert.Throws<ArgumentException>(() => new RetentionOptions { WorkerDays = 100_000 }.Validate());
        Assert.Throws<ArgumentException>(() => new RetentionOptions { HourOfDay = 24 }.Validate());
        new RetentionOptions { RunDays = 1 }.Validate();
    }

    private static void WriteLog(AttemptLogs logs, string key, int number)
    {
        using var log = logs.Open(key, number);
        log.Write(TimeProvider.System.GetUtcNow(), "a line");
    }

    private static Task<TestTracker> OpenAsync(TestStore store, RetentionOptions retention) =>
        TestTracker.OpenAsync(store, options => options with { Retention = retention });

    private static async Task<Guid> LaunchAndCancelAsync(
        TestTracker tracker, TestPlan plan, string name, params string[] completed)
    {
        var runId = await tracker.LaunchAsync(plan.Request(name));
        foreach (var key in completed)
            await tracker.CompleteAsync(key);
        await tracker.Get<RunCommands>().CancelAsync(runId, default);
        return runId;
    }

    private static WorkerReady Ready() => new()
    {
        WorkerId = MassTransit.NewId.NextGuid(),
        Roles = ["trainer"],
        Endpoint = "worker",
        SlotCount = 1,
        FreeSlotCount = 1,
        MachineName = "test",
        ProcessId = 1,
    };
}
