using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.FakeRunner;
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
            command with { AttemptId = NewId.NextGuid(), AttemptNumber = command.AttemptNumber - 1 });

        var run = await host.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal(1, run.Steps[1].AttemptCount);
        Assert.Equal(["data 0", "sft 0"], _store.Executions);
    }

    [Fact]
    public async Task RunStep_NewAttemptWhileTheEndOfTheEarlierIsTold_BeginsAnew()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft", Behaviour.CrashOnce, updates: 20, milliseconds: 20);
        var isNewAttemptHere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Get<IBus>().ConnectPublishObserver(new AfterTheFirstFailure(isNewAttemptHere.Task));
        var runId = await host.LaunchAsync(plan.Request());

        await host.WaitAsync(runId, run => run.Steps[1] is { AttemptCount: 2, LastAttempt.StartedAt: not null });
        isNewAttemptHere.SetResult();

        var run = await host.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal(2, run.Steps[1].AttemptCount);
        Assert.Equal(["data 0", "sft 0", "sft 10"], _store.Executions);
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

    /// <summary>Whoever tells the first failure believes for a while that it is still telling.</summary>
    private sealed class AfterTheFirstFailure(Task wait) : IPublishObserver
    {
        private int _failureCount;

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class =>
            context.Message is StepFailed && Interlocked.Increment(ref _failureCount) == 1 ? wait : Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
