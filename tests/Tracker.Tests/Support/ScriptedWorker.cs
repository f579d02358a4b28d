using System.Threading.Channels;
using MassTransit;
using WeakToStrong.Contracts;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>A worker on the real bus that says what the test wants.</summary>
internal sealed class ScriptedWorker
{
    private readonly IBus _bus;
    private readonly Channel<RunStep> _commands = Channel.CreateUnbounded<RunStep>();
    private readonly HashSet<Guid> _known = [];

    private ScriptedWorker(IBus bus) => _bus = bus;

    public Guid Id { get; } = NewId.NextGuid();

    private string Endpoint => $"worker-{Id:N}";

    public static async Task<ScriptedWorker> ConnectAsync(IBus bus)
    {
        var worker = new ScriptedWorker(bus);
        var endpoint = bus.ConnectReceiveEndpoint(worker.Endpoint, configure =>
        {
            // As a worker's own endpoint is, on a broker.
            if (configure is IRabbitMqReceiveEndpointConfigurator queue)
                (queue.Durable, queue.AutoDelete) = (false, true);
            configure.Handler<RunStep>(context => worker._commands.Writer.WriteAsync(context.Message).AsTask());
        });
        await endpoint.Ready;
        return worker;
    }

    /// <summary>Says that a slot is free, again and again as workers do, until a new command comes.</summary>
    public async Task<RunStep> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var next = NewCommandAsync(patience.Token);
        do
            await SayReadyAsync();
        while (await Task.WhenAny(next, Task.Delay(200, patience.Token)) != next);
        return await next;
    }

    public Task SayReadyAsync() => _bus.Publish(new WorkerReady
    {
        WorkerId = Id,
        Roles = ["trainer"],
        Endpoint = Endpoint,
        SlotCount = 1,
        FreeSlotCount = 1,
        MachineName = "test",
        ProcessId = 1,
    });

    private async Task<RunStep> NewCommandAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // A command that was not answered in time is sent again.
            var command = await _commands.Reader.ReadAsync(cancellationToken);
            if (_known.Add(command.AttemptId))
                return command;
        }
    }

    public async Task SayTwiceAsync<T>(T message)
        where T : class
    {
        await _bus.Publish(message);
        await _bus.Publish(message);
    }

    public static StepDeclined Declined(RunStep command, Guid workerId) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        WorkerId = workerId,
    };

    public static StepStarted Started(RunStep command, Guid workerId) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        WorkerId = workerId,
        StartedAt = TimeProvider.System.GetUtcNow(),
    };

    public static LeaseRenewed Renewed(RunStep command) => new()
    {
        AttemptId = command.AttemptId, AttemptNumber = command.AttemptNumber, StepKey = command.StepKey,
    };

    public static StepProgressed Progressed(RunStep command, double? loss) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        DoneCount = 2,
        TotalCount = 4,
        Unit = "updates",
        Metrics = [new MetricPoint("loss", 2, loss)],
        ReportedAt = TimeProvider.System.GetUtcNow(),
    };

    public static StepFailed Lost(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Reason = FailureReason.RunnerLost,
        Detail = "as the test wants it",
        FailedAt = TimeProvider.System.GetUtcNow(),
    };

    public static StepCompleted Completed(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Outputs = new Dictionary<string, string> { ["model"] = new('a', 64) },
        CompletedAt = TimeProvider.System.GetUtcNow(),
    };
}
