using System.Collections.Concurrent;
using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.FakeRunner;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>
/// A worker with a bus of its own on a real broker that executes steps at once, without a process for each, and says
/// everything twice. What is asked of it twice it does once, as workers do.
/// </summary>
internal sealed class QuickWorker : IAsyncDisposable
{
    private static readonly TimeSpan ReadyInterval = TimeSpan.FromMilliseconds(200);

    private readonly StepExecutor _executor;
    private readonly int _slotCount;
    private readonly Guid _id = NewId.NextGuid();
    private readonly ConcurrentDictionary<Guid, Task> _attempts = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IBusControl _bus;
    private Task _announcing = Task.CompletedTask;

    private QuickWorker(Uri broker, TestStore store, int slotCount)
    {
        _slotCount = slotCount;
        _executor = new StepExecutor(ArtifactStore.Open(store.Root), FakeCatalogue.Create());
        _bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(broker);
            bus.ReceiveEndpoint(Endpoint, endpoint =>
            {
                (endpoint.Durable, endpoint.AutoDelete) = (false, true);
                endpoint.Handler<RunStep>(context => AcceptAsync(context.Message));
            });
        });
    }

    private string Endpoint => $"worker-{_id:N}";

    public static async Task<QuickWorker> StartAsync(Uri broker, TestStore store, int slotCount = 8)
    {
        var worker = new QuickWorker(broker, store, slotCount);
        await worker._bus.StartAsync();
        worker._announcing = worker.AnnounceAsync();
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _announcing;
        await Task.WhenAll(_attempts.Values);
        await _bus.StopAsync();
        _stop.Dispose();
    }

    private async Task AnnounceAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _bus.Publish(new WorkerReady
            {
                WorkerId = _id,
                Roles = ["trainer", "labeler"],
                Endpoint = Endpoint,
                SlotCount = _slotCount,
                FreeSlotCount = _slotCount,
                MachineName = "test",
                ProcessId = 1,
            });
            await Task.Delay(ReadyInterval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task AcceptAsync(RunStep command)
    {
        _attempts.GetOrAdd(command.AttemptId, _ => Task.Run(() => ExecuteAsync(command)));
        return Task.CompletedTask;
    }

    private async Task ExecuteAsync(RunStep command)
    {
        await SayTwiceAsync(ScriptedWorker.Started(command, _id));
        var outcome = _executor.Execute(RunnerProtocol.ReadSpec(command.SpecJson), _ => { });
        await SayTwiceAsync(ScriptedWorker.Progressed(command, loss: 0.5));
        await SayTwiceAsync(ScriptedWorker.Completed(command) with { Outputs = outcome.Record.Outputs });
    }

    private async Task SayTwiceAsync<T>(T message)
        where T : class
    {
        await _bus.Publish(message);
        await _bus.Publish(message);
    }
}
