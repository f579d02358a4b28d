using MassTransit;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Bus;

/// <summary>
/// On the real broker the test is the worker, and says things twice, in the wrong order, and too late.
/// </summary>
[Collection(SharedBroker.Name)]
public sealed class BrokerDeliveryTests(TestBroker broker) : IAsyncLifetime, IDisposable
{
    private readonly TestStore _store = new();
    private ServiceHosts _services = null!;
    private TestHost _tracker = null!;
    private ScriptedWorker _worker = null!;

    public async Task InitializeAsync()
    {
        _services = new ServiceHosts(broker.Address, _store);
        _tracker = await _services.StartTrackerAsync();
        _worker = await ScriptedWorker.ConnectAsync(_tracker.Get<IBus>());
    }

    [Fact]
    public async Task EveryMessage_DeliveredTwice_CountsOnce()
    {
        var (runId, _) = await LaunchAsync();

        var command = await _worker.NextAsync();
        await _worker.SayTwiceAsync(ScriptedWorker.Declined(command, _worker.Id));
        command = await _worker.NextAsync();
        Assert.Equal(2, command.AttemptNumber);
        await _worker.SayTwiceAsync(ScriptedWorker.Started(command, _worker.Id));
        await _worker.SayTwiceAsync(ScriptedWorker.Renewed(command));
        await _worker.SayTwiceAsync(ScriptedWorker.Progressed(command, 0.5));
        await _tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt!.DoneCount == 2);
        await _worker.SayTwiceAsync(ScriptedWorker.Lost(command));
        command = await _worker.NextAsync();
        Assert.Equal(3, command.AttemptNumber);
        await _worker.SayTwiceAsync(ScriptedWorker.Completed(command));

        var view = await _tracker.WaitAsync(runId, run => run.Steps[1].Status == StepStatus.Completed);
        Assert.Equal(3, view.Steps[1].AttemptCount);
    }

    [Fact]
    public async Task EndBeforeStart_OutOfOrder_StaysTheEnd()
    {
        var (runId, _) = await LaunchAsync();
        var command = await _worker.NextAsync();

        await _worker.SayTwiceAsync(ScriptedWorker.Completed(command));
        await _tracker.WaitAsync(runId, run => run.Steps[1].Status == StepStatus.Completed);
        await _worker.SayTwiceAsync(ScriptedWorker.Started(command, _worker.Id));
        await _worker.SayTwiceAsync(ScriptedWorker.Lost(command));
        await _worker.SayTwiceAsync(ScriptedWorker.Declined(command, _worker.Id));
        // Progress comes last: when it has been kept, what was said before it has been heard too, or soon is.
        await _worker.SayTwiceAsync(ScriptedWorker.Progressed(command, 0.5));

        var view = await _tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt!.DoneCount == 2);
        Assert.Equal(StepStatus.Completed, view.Steps[1].Status);
        Assert.Equal(AttemptStatus.Completed, view.Steps[1].LastAttempt!.Status);
        Assert.Equal(1, view.Steps[1].AttemptCount);
    }

    [Fact]
    public async Task AnyMessage_OfAnOlderAttempt_ChangesNothing()
    {
        var (runId, _) = await LaunchAsync();
        var older = await _worker.NextAsync();
        await _worker.SayTwiceAsync(ScriptedWorker.Lost(older));
        var newer = await _worker.NextAsync();
        await _worker.SayTwiceAsync(ScriptedWorker.Started(newer, _worker.Id));
        await _tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt!.Status == AttemptStatus.Running);

        await _worker.SayTwiceAsync(ScriptedWorker.Completed(older));
        await _worker.SayTwiceAsync(ScriptedWorker.Declined(older, _worker.Id));
        await _worker.SayTwiceAsync(ScriptedWorker.Lost(older));
        await _worker.SayTwiceAsync(ScriptedWorker.Progressed(older, 0.25));
        await _worker.SayTwiceAsync(ScriptedWorker.Progressed(newer, 0.5));
        var view = await _tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt!.DoneCount == 2);

        Assert.Equal(2, view.Steps[1].AttemptCount);
        Assert.Equal(AttemptStatus.Running, view.Steps[1].LastAttempt!.Status);
        var series = Assert.Single(await _tracker.Queries.MetricsAsync(newer.StepKey, default));
        Assert.Equal(0.5, Assert.Single(series.Samples).Value);
    }

    public Task DisposeAsync() => _services.DisposeAsync().AsTask();

    public void Dispose() => _store.Dispose();

    private async Task<(Guid RunId, string StepKey)> LaunchAsync()
    {
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft");
        var runId = await _tracker.LaunchAsync(plan.Request());
        await _tracker.WaitAsync(runId, run => run.Steps[1].Status == StepStatus.Ready);
        return (runId, train.Step.Key);
    }
}
