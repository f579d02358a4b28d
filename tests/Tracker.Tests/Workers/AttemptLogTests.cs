using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Store;
using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Workers;

/// <summary>What can be read afterwards, and meanwhile, of an attempt.</summary>
public sealed class AttemptLogTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Run_ToItsEnd_IsWrittenDown()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 40);
        var run = await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);

        var lines = Log(train.Step.Key, 1);

        Assert.Contains("attempt 1 of sft on", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("20 of 40 updates: loss 0.05", StringComparison.Ordinal));
        // Not every report: twenty parts, and where it began.
        Assert.InRange(lines.Length, 10, 25);
        Assert.Contains(
            $"completed: model {run.Steps[1].Outputs["model"]}", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThatSaysOtherThings_HasThemInItsLog()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", Behaviour.Garbage);
        await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Failed);

        var lines = Log(train.Step.Key, 1);

        Assert.Contains(lines, line => line.EndsWith("  not a message", StringComparison.Ordinal));
        Assert.Contains("ended (RunnerLost): ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TakenOverByALaterAttempt_GoesOnInItsLog()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 100, milliseconds: 50);
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);
        var (_, command) = await host.CommandAsync(train.Step.Key);

        await host.Get<StepLedger>().FailAsync(
            new StepFailed
            {
                AttemptId = command.AttemptId,
                AttemptNumber = command.AttemptNumber,
                StepKey = command.StepKey,
                Reason = FailureReason.RunnerLost,
                Detail = "as the test wants it",
                FailedAt = TimeProvider.System.GetUtcNow(),
            },
            default);
        await host.WaitForAsync(runId, RunStatus.Completed);

        Assert.EndsWith("goes on as attempt 2", Log(train.Step.Key, 1)[^1], StringComparison.Ordinal);
        var second = Log(train.Step.Key, 2);
        Assert.Contains("goes on with the runner of attempt 1", second[0], StringComparison.Ordinal);
        Assert.Contains("completed: ", second[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfTheTrackersOwnSteps_IsWrittenDownToo()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        plan.Evaluate(plan.Train(plan.Prepare(), "sft"), "judged");
        var run = await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);

        var lines = Log(run.Steps[^1].Key, 1);

        Assert.Contains("attempt 1 of fake on", lines[0], StringComparison.Ordinal);
        Assert.Contains("completed: ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_OfRemovedRuns_TakesTheirLogs()
    {
        await using var host = await TestHost.StartAsync(_store);
        var (removed, kept) = (_store.Plan(), _store.Plan());
        var gone = removed.Train(removed.Prepare("gone data"), "gone");
        var stays = kept.Train(kept.Prepare("kept data"), "stays");
        var removedId = await host.LaunchAsync(removed.Request("removed"));
        await host.WaitForAsync(removedId, RunStatus.Completed);
        await host.WaitForAsync(await host.LaunchAsync(kept.Request("kept")), RunStatus.Completed);
        await host.Get<RunCommands>().RemoveAsync(removedId, default);

        await host.Get<RunGarbage>().CollectAsync([], default);

        var logs = new AttemptLogs(_store.Root);
        Assert.Null(logs.Read(gone.Step.Key, 1, 0, 100));
        Assert.NotNull(logs.Read(stays.Step.Key, 1, 0, 100));
    }

    public void Dispose() => _store.Dispose();

    private string[] Log(string stepKey, int number) =>
        new AttemptLogs(_store.Root).Read(stepKey, number, 0, AttemptLogs.MaxPartBytes)!.Text
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
