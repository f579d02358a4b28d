using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

public sealed class ReconcilerTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Reconcile_LeaseRanOut_StepIsReadyAgain()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
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

    [Fact]
    public async Task Reconcile_LeaseWasRenewed_AttemptGoesOn()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
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

    public void Dispose() => _store.Dispose();
}
