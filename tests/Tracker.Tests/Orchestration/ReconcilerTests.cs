using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

[Collection(SharedServers.Name)]
public sealed class ReconcilerTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Reconcile_LeaseRanOut_StepIsReadyAgain(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var key = plan.Prepare().Step.Key;
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.ClaimAsync(key, endpoint: null);

        tracker.Clock.Advance(TimeSpan.FromSeconds(60));
        await tracker.Get<Reconciler>().ReconcileAsync(default);
        Assert.Equal(StepStatus.Running, (await tracker.StepAsync(runId, "data")).Status);

        tracker.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await tracker.Get<Reconciler>().ReconcileAsync(default);
        var step = await tracker.StepAsync(runId, "data");
        Assert.Equal(StepStatus.Ready, step.Status);
        Assert.Equal(AttemptStatus.Lost, step.LastAttempt!.Status);
    }

    [Theory]
    [Engines]
    public async Task Reconcile_LeaseWasRenewed_AttemptGoesOn(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var key = plan.Prepare().Step.Key;
        var runId = await tracker.LaunchAsync(plan.Request());
        var command = await tracker.ClaimAsync(key, endpoint: null);

        for (var renewal = 0; renewal < 3; renewal++)
        {
            tracker.Clock.Advance(TimeSpan.FromSeconds(40));
            await tracker.Ledger.RenewAsync(command!.AttemptId, default);
            await tracker.Get<Reconciler>().ReconcileAsync(default);
        }

        Assert.Equal(StepStatus.Running, (await tracker.StepAsync(runId, "data")).Status);
    }
}
