using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Workers;

/// <summary>The tracker gives an attempt up whose runner is alive, and sends the step again.</summary>
public sealed class TakeOverTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task RunStep_NewAttemptOfARunningStep_GoesOnWithItsRunner()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 30, milliseconds: 50);
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);
        var (_, command) = await host.CommandAsync(train.Step.Key);

        await host.Get<StepLedger>().FailAsync(Lost(command), default);

        var run = await host.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal(2, run.Steps[1].AttemptCount);
        Assert.Equal(AttemptStatus.Completed, run.Steps[1].LastAttempt!.Status);
        Assert.Equal(["data 0", "sft 0"], _store.Executions);
    }

    [Fact]
    public async Task RunStep_OlderAttemptOfARunningStep_StartsNothing()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 40, milliseconds: 50);
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 1);
        var (_, command) = await host.CommandAsync(train.Step.Key);

        await host.Get<Worker>().AcceptAsync(
            command with { AttemptId = MassTransit.NewId.NextGuid(), AttemptNumber = command.AttemptNumber - 1 });

        var run = await host.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal(1, run.Steps[1].AttemptCount);
        Assert.Equal(["data 0", "sft 0"], _store.Executions);
    }

    public void Dispose() => _store.Dispose();

    private static StepFailed Lost(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Reason = FailureReason.RunnerLost,
        Detail = "as the test wants it",
        FailedAt = TimeProvider.System.GetUtcNow(),
    };
}
