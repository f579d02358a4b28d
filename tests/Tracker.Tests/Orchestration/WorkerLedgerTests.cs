using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

[Collection(SharedServers.Name)]
public sealed class WorkerLedgerTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Hear_NewWorkerOfAnInstance_LosesWhatTheEarlierOneExecuted(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (earlier, other, later) = (Ready("trainer-1"), Ready("trainer-2"), Ready("trainer-1"));
        await HearAsync(tracker, earlier, other);
        var plan = store.Plan();
        var (lost, kept) = (plan.Prepare("lost"), plan.Prepare("kept"));
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.ClaimAsync(lost.Step.Key, earlier.Endpoint, earlier.WorkerId);
        await tracker.ClaimAsync(kept.Step.Key, other.Endpoint, other.WorkerId);

        await HearAsync(tracker, later);

        var step = await tracker.StepAsync(runId, "lost");
        Assert.Equal((StepStatus.Ready, AttemptStatus.Lost), (step.Status, step.LastAttempt!.Status));
        Assert.Equal(StepStatus.Running, (await tracker.StepAsync(runId, "kept")).Status);
        Assert.Equal([other.WorkerId, later.WorkerId], await IdsAsync(tracker));
    }

    [Theory]
    [Engines]
    public async Task Hear_LastWordsOfAReplacedWorkerComeLate_ItsSuccessorStays(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (earlier, later) = (Ready("trainer-1"), Ready("trainer-1"));
        await HearAsync(tracker, later);
        var plan = store.Plan();
        var data = plan.Prepare();
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.ClaimAsync(data.Step.Key, later.Endpoint, later.WorkerId);

        await HearAsync(tracker, earlier, earlier);

        Assert.Equal(StepStatus.Running, (await tracker.StepAsync(runId, "data")).Status);
        Assert.Equal([later.WorkerId], await IdsAsync(tracker));
    }

    [Theory]
    [Engines]
    public async Task Hear_WorkersWithoutInstance_LeaveEachOtherAlone(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (one, other) = (Ready(null), Ready(null));

        await HearAsync(tracker, one, other, one);

        Assert.Equal([one.WorkerId, other.WorkerId], await IdsAsync(tracker));
    }

    [Theory]
    [Engines]
    public async Task Reconcile_ClaimForAWorkerThatWasJustReplaced_IsLost(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (earlier, later) = (Ready("trainer-1"), Ready("trainer-1"));
        await HearAsync(tracker, earlier, later);
        var plan = store.Plan();
        var data = plan.Prepare();
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.ClaimAsync(data.Step.Key, earlier.Endpoint, earlier.WorkerId);

        await tracker.Get<Reconciler>().ReconcileAsync(default);

        Assert.Equal(StepStatus.Ready, (await tracker.StepAsync(runId, "data")).Status);
    }

    [Theory]
    [Engines]
    public async Task Hear_SameAgain_WritesOnlyWhenSomethingIsNewOrTimeHasPassed(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var ready = Ready("trainer-1");
        await HearAsync(tracker, ready);
        var first = tracker.Clock.GetUtcNow();
        tracker.Clock.Advance(TimeSpan.FromSeconds(2));
        var change = tracker.Get<TrackerSignals>().Work.Next;

        await HearAsync(tracker, ready);
        Assert.Equal(first, (await ListAsync(tracker))[0].HeardAt);
        Assert.False(change.IsCompleted);

        await HearAsync(tracker, ready with { FreeSlotCount = 1 });
        Assert.Equal(1, (await ListAsync(tracker))[0].FreeSlotCount);
        Assert.True(change.IsCompleted);

        tracker.Clock.Advance(TimeSpan.FromSeconds(6));
        await HearAsync(tracker, ready with { FreeSlotCount = 1 });
        Assert.Equal(tracker.Clock.GetUtcNow(), (await ListAsync(tracker))[0].HeardAt);
    }

    [Theory]
    [Engines]
    public async Task WithRoom_SilentAndFullWorkers_AreLeftOut(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (silent, full, free) = (Ready(null), Ready(null), Ready(null));
        await HearAsync(tracker, silent);
        tracker.Clock.Advance(TimeSpan.FromSeconds(16));
        await HearAsync(tracker, full, free);
        await tracker.Get<WorkerLedger>().MarkFullAsync(full.WorkerId, default);

        var workers = await tracker.Get<WorkerLedger>().WithRoomAsync(default);

        Assert.Equal(free.WorkerId, Assert.Single(workers).Id);
    }

    [Theory]
    [Engines]
    public async Task List_BusyWorker_ShowsWhatItExecutes(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var ready = Ready("trainer-1");
        await HearAsync(tracker, ready);
        var plan = store.Plan();
        var data = plan.Prepare();
        await tracker.LaunchAsync(plan.Request());
        await tracker.ClaimAsync(data.Step.Key, ready.Endpoint, ready.WorkerId);

        var row = Assert.Single(await ListAsync(tracker));

        Assert.Equal(("trainer-1", 2, 2), (row.Instance, row.SlotCount, row.FreeSlotCount));
        Assert.Equal([StepHost.Trainer, StepHost.Labeler], row.Roles);
        var attempt = Assert.Single(row.Attempts);
        Assert.Equal(("data", 1, AttemptStatus.Claimed), (attempt.StepName, attempt.Number, attempt.Status));
    }

    [Fact]
    public async Task Hear_FirstWordsOfManyWorkersAtOnce_AreAllKept()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        var workers = Enumerable.Range(0, 8).Select(index => Ready($"trainer-{index}")).ToList();

        await trackers.AtOnceAsync(workers.Concat(workers).Select<WorkerReady, Func<TestTracker, Task>>(
            ready => tracker => HearAsync(tracker, ready)));

        Assert.Equal(workers.Select(ready => ready.WorkerId), await IdsAsync(trackers.First));
    }

    private static WorkerReady Ready(string? instance)
    {
        var id = NewId.NextGuid();
        return new WorkerReady
        {
            WorkerId = id,
            Roles = ["trainer", "labeler"],
            Endpoint = $"worker-{id:N}",
            SlotCount = 2,
            FreeSlotCount = 2,
            MachineName = "test",
            ProcessId = 1,
            Instance = instance,
        };
    }

    private static async Task HearAsync(TestTracker tracker, params WorkerReady[] words)
    {
        foreach (var ready in words)
            await tracker.Get<WorkerLedger>().HearAsync(ready, default);
    }

    private static Task<IReadOnlyList<WorkerRow>> ListAsync(TestTracker tracker) =>
        tracker.Get<WorkerQueries>().ListAsync(default);

    private static async Task<IEnumerable<Guid>> IdsAsync(TestTracker tracker) =>
        (await tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.Workers.Select(worker => worker.Id).ToListAsync(), default)).OrderBy(id => id.ToNewId());
}
