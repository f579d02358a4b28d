using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Hosting;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Hosting;

public sealed class HostTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Start_StoreHasAHost_NamesItsProcess()
    {
        await using var host = await TestHost.StartAsync(_store);

        var error = await Assert.ThrowsAsync<StoreInUseException>(() => TestHost.StartAsync(_store));

        Assert.Contains($"process {Environment.ProcessId};", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_WithAHost_IsHeldUntilItStops()
    {
        Assert.False(StoreLock.IsHeld(_store.Root));
        var host = await TestHost.StartAsync(_store);
        Assert.True(StoreLock.IsHeld(_store.Root));

        await host.DisposeAsync();

        Assert.False(StoreLock.IsHeld(_store.Root));
    }

    [Fact]
    public async Task Start_AfterACrash_FinishesTheRunWithoutDoingItsStepsAgain()
    {
        var (host, runId) = await StartSlowRunAsync();
        host.Crash();

        await using var next = await TestHost.StartAsync(_store);
        await next.WaitForAsync(runId, RunStatus.Completed);

        Assert.Equal(["data 0", "sft 0"], _store.Executions.Take(2));
        Assert.Equal(3, _store.Executions.Count);
        Assert.NotEqual("sft 0", _store.Executions[2]);
    }

    [Fact]
    public async Task Stop_RunningStep_StopsAtItsBoundaryAndLeavesTheRunQueued()
    {
        var (host, runId) = await StartSlowRunAsync();
        await host.DisposeAsync();

        await using var tracker = await TestTracker.OpenAsync(_store);
        var run = await tracker.ShowAsync(runId);
        Assert.Equal(RunStatus.Queued, run.Run.Status);
        Assert.Equal(StepStatus.Ready, run.Steps[1].Status);
        Assert.NotEqual(AttemptStatus.Running, run.Steps[1].LastAttempt!.Status);
    }

    [Fact]
    public async Task Stop_NotContinuing_HoldsTheRunAtOnce()
    {
        var options = TestHost.Options(_store) with { ContinueInterruptedRuns = false };
        var (host, runId) = await StartSlowRunAsync(options);
        await host.DisposeAsync();

        await using (var tracker = await TestTracker.OpenAsync(_store))
            Assert.True((await tracker.ShowAsync(runId)).Run.IsHeld);

        // Whoever continues runs leaves it to who stopped it.
        await using var next = await TestHost.StartAsync(_store);
        await next.WaitForAsync(await next.LaunchAsync(OtherPlan().Request("other")), RunStatus.Completed);
        Assert.Equal(StepStatus.Ready, (await next.Queries.ShowAsync(runId, default)).Steps[1].Status);
    }

    [Fact]
    public async Task Start_NotContinuing_HoldsOldRunsUntilTheyAreRetried()
    {
        var (host, runId) = await StartSlowRunAsync();
        await host.DisposeAsync();

        var options = TestHost.Options(_store) with { ContinueInterruptedRuns = false };
        await using var next = await TestHost.StartAsync(_store, options);
        await next.WaitForAsync(await next.LaunchAsync(OtherPlan().Request("other")), RunStatus.Completed);
        var held = await next.Queries.ShowAsync(runId, default);
        Assert.True(held.Run.IsHeld);
        Assert.Equal(StepStatus.Ready, held.Steps[1].Status);

        await next.Commands.RetryAsync(runId, default);
        await next.WaitForAsync(runId, RunStatus.Completed);
    }

    [Fact]
    public async Task Cancel_FromAnotherProcess_IsActedUpon()
    {
        var (host, runId) = await StartSlowRunAsync();
        await using (host)
        {
            await using var other = await TestTracker.OpenAsync(_store);
            await other.Get<RunCommands>().CancelAsync(runId, default);

            var run = await host.WaitAsync(runId, view => view.Steps[1].Status == StepStatus.Cancelled);
            Assert.Equal(AttemptStatus.Stopped, run.Steps[1].LastAttempt!.Status);
        }
    }

    public void Dispose() => _store.Dispose();

    private TestPlan OtherPlan()
    {
        var plan = _store.Plan();
        plan.Train(plan.Prepare("other data"), "other");
        return plan;
    }

    private async Task<(TestHost Host, Guid RunId)> StartSlowRunAsync(TrackerOptions? options = null)
    {
        var host = await TestHost.StartAsync(_store, options);
        var plan = _store.Plan();
        // Longer than a busy machine stalls.
        plan.Train(plan.Prepare(), "sft", updates: 100, milliseconds: 50);
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);
        return (host, runId);
    }
}
