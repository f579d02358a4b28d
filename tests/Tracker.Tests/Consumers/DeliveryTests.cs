using MassTransit;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Consumers;

/// <summary>The test is the worker, and says everything twice.</summary>
[Collection(SharedServers.Name)]
public sealed class DeliveryTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task EveryMessage_DeliveredTwice_CountsOnce(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var host = await TestHost.StartWithoutWorkerAsync(store);
        var worker = await ScriptedWorker.ConnectAsync(host.Get<IBus>());
        var plan = store.Plan();
        plan.Train(plan.Prepare(), "sft");
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].Status == StepStatus.Ready);

        var command = await worker.NextAsync();
        await worker.SayTwiceAsync(ScriptedWorker.Declined(command, worker.Id));
        // What the worker said of its free slot before may have brought the next attempt already.
        await host.WaitAsync(runId, run => run.Steps[1].AttemptCount >= 2
            || run.Steps[1].LastAttempt!.Status == AttemptStatus.Declined);

        command = await worker.NextAsync();
        Assert.Equal(2, command.AttemptNumber);
        await worker.SayTwiceAsync(ScriptedWorker.Started(command, worker.Id));
        await worker.SayTwiceAsync(ScriptedWorker.Renewed(command));
        await worker.SayTwiceAsync(ScriptedWorker.Progressed(command, null));
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt!.DoneCount == 2);
        await worker.SayTwiceAsync(ScriptedWorker.Lost(command));

        command = await worker.NextAsync();
        Assert.Equal(3, command.AttemptNumber);
        await worker.SayTwiceAsync(ScriptedWorker.Completed(command));
        var view = await host.WaitAsync(runId, run => run.Steps[1].Status == StepStatus.Completed);

        Assert.Equal(3, view.Steps[1].AttemptCount);
        var attempts = await host.Get<StepQueries>().AttemptsAsync(command.StepKey, default);
        Assert.Equal(
            [AttemptStatus.Completed, AttemptStatus.Lost, AttemptStatus.Declined],
            attempts.Select(attempt => attempt.Status));
        var series = Assert.Single(await host.Queries.MetricsAsync(command.StepKey, default));
        Assert.Equal(double.NaN, Assert.Single(series.Samples).Value);
    }

    [Theory]
    [Engines]
    public async Task WorkerReady_TwiceForOneSlot_GetsOneStep(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var host = await TestHost.StartWithoutWorkerAsync(store);
        var worker = await ScriptedWorker.ConnectAsync(host.Get<IBus>());
        var plan = store.Plan();
        var data = plan.Prepare();
        plan.Train(data, "cheap", cost: 1);
        plan.Train(data, "dear", cost: 5);
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[2].Status == StepStatus.Ready);

        await worker.SayReadyAsync();
        await worker.SayReadyAsync();
        var command = await worker.NextAsync();
        await worker.SayTwiceAsync(ScriptedWorker.Started(command, worker.Id));
        var view = await host.WaitAsync(
            runId, run => run.Steps[2].LastAttempt?.Status == AttemptStatus.Running);

        Assert.Equal("dear", command.StepName);
        Assert.Equal(StepStatus.Ready, view.Steps[1].Status);
    }
}
