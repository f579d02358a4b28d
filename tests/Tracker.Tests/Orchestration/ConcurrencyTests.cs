using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

/// <summary>
/// Two trackers over one database move the same steps at once; nothing repairs what they would get wrong.
/// </summary>
[Collection(SharedServers.Name)]
public sealed class ConcurrencyTests(TestServers servers)
{
    private const int Rounds = 15;

    [Fact]
    public async Task Complete_AllInputsAtOnce_SuccessorBecomesReady()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            var plan = store.Plan();
            var inputs = Enumerable.Range(0, 6).Select(index => plan.Evaluate($"scores {round} {index}")).ToList();
            var runId = await trackers.First.LaunchAsync(plan.Request($"report {round}"));
            var commands = new List<RunStep>();
            foreach (var input in inputs)
                commands.Add((await trackers.First.ClaimAsync(input.Step.Key))!);

            await trackers.AtOnceAsync(commands.Select<RunStep, Func<TestTracker, Task>>(
                command => tracker => tracker.Ledger.CompleteAsync(tracker.Completed(command), default)));

            Assert.Equal(StepStatus.Ready, (await trackers.First.StepAsync(runId, $"report {round}")).Status);
        }
    }

    [Fact]
    public async Task Complete_WhileAnotherRunIsLaunchedOnIt_ItsStepBecomesReady()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            var (first, second) = (store.Plan(), store.Plan());
            var data = first.Prepare($"data {round}");
            second.Train(second.Prepare($"data {round}"), $"late {round}");
            await trackers.First.LaunchAsync(first.Request());
            var completed = await trackers.First.ExecuteAsync(data.Step.Key);
            var runId = Guid.Empty;

            await trackers.AtOnceAsync(
            [
                tracker => tracker.Ledger.CompleteAsync(completed, default),
                async tracker => runId = await tracker.LaunchAsync(second.Request()),
            ]);

            Assert.Equal(StepStatus.Ready, (await trackers.First.StepAsync(runId, $"late {round}")).Status);
        }
    }

    [Fact]
    public async Task Launch_SamePlanManyTimesAtOnce_StepsAreThereOnce()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        var plan = store.Plan();
        var data = plan.Prepare();
        plan.Evaluate(plan.Train(data, "sft"), "sft scores");
        var request = plan.Request();

        await trackers.AtOnceAsync(Enumerable.Repeat<Func<TestTracker, Task>>(
            tracker => tracker.LaunchAsync(request), count: 8));

        var runs = await trackers.First.Queries.AllAsync();
        Assert.Equal(8, runs.Count);
        foreach (var run in runs)
            Assert.Equal(
                [StepStatus.Ready, StepStatus.Waiting, StepStatus.Waiting, StepStatus.Waiting],
                (await trackers.Second.ShowAsync(run.Id)).Steps.Select(step => step.Status));
    }

    [Fact]
    public async Task Cancel_WhileItsStepIsClaimed_StepIsRunningOrCancelled()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            var plan = store.Plan();
            var key = plan.Prepare($"data {round}").Step.Key;
            var runId = await trackers.First.LaunchAsync(plan.Request());
            RunStep? command = null;

            await trackers.AtOnceAsync(
            [
                tracker => tracker.Get<RunCommands>().CancelAsync(runId, default),
                async tracker => command = await tracker.ClaimAsync(key),
            ]);

            var expected = command is null ? StepStatus.Cancelled : StepStatus.Running;
            var run = await trackers.First.ShowAsync(runId);
            Assert.Equal((RunStatus.Cancelled, expected), (run.Run.Status, run.Steps[0].Status));
        }
    }

    [Fact]
    public async Task Cancel_AllRunsOfAStepAtOnce_StepIsCancelled()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            var plan = store.Plan();
            plan.Prepare($"data {round}");
            var request = plan.Request();
            Guid[] runs = [await trackers.First.LaunchAsync(request), await trackers.First.LaunchAsync(request)];

            await trackers.AtOnceAsync(runs.Select<Guid, Func<TestTracker, Task>>(
                runId => tracker => tracker.Get<RunCommands>().CancelAsync(runId, default)));

            Assert.Equal(StepStatus.Cancelled, (await trackers.First.ShowAsync(runs[0])).Steps[0].Status);
        }
    }

    [Fact]
    public async Task Launch_WhileTheStepOfACancelledRunStops_StepIsReady()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            var plan = store.Plan();
            var key = plan.Prepare($"data {round}").Step.Key;
            var request = plan.Request();
            var cancelled = await trackers.First.LaunchAsync(request);
            var command = (await trackers.First.ClaimAsync(key))!;
            await trackers.First.Get<RunCommands>().CancelAsync(cancelled, default);

            await trackers.AtOnceAsync(
            [
                tracker => tracker.FailAsync(command, FailureReason.Stopped),
                tracker => tracker.LaunchAsync(request),
            ]);

            Assert.Equal(StepStatus.Ready, (await trackers.First.ShowAsync(cancelled)).Steps[0].Status);
        }
    }

    [Fact]
    public async Task Remove_WhileItsStepsAreLaunchedAgain_TheNewRunHasThem()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var trackers = await TwoTrackers.OpenAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            var plan = store.Plan();
            plan.Evaluate(plan.Prepare($"data {round}"), $"scores {round}", input: "data");
            var request = plan.Request();
            var removed = await trackers.First.LaunchAsync(request);
            await trackers.First.Get<RunCommands>().CancelAsync(removed, default);
            var runId = Guid.Empty;

            await trackers.AtOnceAsync(
            [
                tracker => tracker.Get<RunCommands>().RemoveAsync(removed, default),
                async tracker => runId = await tracker.LaunchAsync(request),
            ]);

            var run = await trackers.First.ShowAsync(runId);
            Assert.Equal(
                [StepStatus.Ready, StepStatus.Waiting, StepStatus.Waiting], run.Steps.Select(step => step.Status));
        }
    }
}
