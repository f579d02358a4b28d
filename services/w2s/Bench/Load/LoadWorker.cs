using System.Diagnostics;
using MassTransit;
using WeakToStrong.Contracts;

namespace WeakToStrong.W2s.Bench.Load;

/// <summary>
/// A worker on the tracker's bus whose steps take no time: what is left is the orchestration. It can also report
/// points without end.
/// </summary>
internal sealed class LoadWorker(IBus bus, TimeProvider time)
{
    private const int SlotCount = 16;
    private const int MessagesAtOnce = 16;
    private const int SeriesPerMessage = 10;
    private const int PointsPerSeries = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Guid _id = NewId.NextGuid();
    private readonly Dictionary<string, RunStep> _commands = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _allDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _remaining;

    private string Endpoint => $"worker-{_id:N}";

    /// <summary>Executes so many steps; the milliseconds that each cost.</summary>
    public async Task<double> ExecuteAsync(int steps, CancellationToken stop)
    {
        _remaining = steps;
        var endpoint = bus.ConnectReceiveEndpoint(Endpoint, configure => configure.Handler<RunStep>(TakeAsync));
        await endpoint.Ready;
        var start = Stopwatch.GetTimestamp();
        await SayReadyAsync();
        await _allDone.Task.WaitAsync(Patience, stop);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps;
    }

    /// <summary>Reports points of the executed steps for so long, through <paramref name="record"/>.</summary>
    /// <returns>Points that were committed, and the time that took.</returns>
    public async Task<(long Points, TimeSpan Time)> ReportAsync(
        Func<StepProgressed, Task> record, TimeSpan duration, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var messages = await Task.WhenAll(_commands.Values.OrderBy(command => command.StepKey).Take(MessagesAtOnce)
            .Select(async command =>
            {
                var count = 0;
                for (; Stopwatch.GetElapsedTime(start) < duration; count++)
                {
                    stop.ThrowIfCancellationRequested();
                    await record(Progress(command, count));
                }
                return count;
            }));
        return ((long)messages.Sum() * SeriesPerMessage * PointsPerSeries, Stopwatch.GetElapsedTime(start));
    }

    private async Task TakeAsync(ConsumeContext<RunStep> context)
    {
        var command = context.Message;
        lock (_gate)
            if (!_commands.TryAdd(command.StepKey, command))
                return;
        await bus.Publish(Started(command));
        await bus.Publish(Completed(command));
        await SayReadyAsync();
        if (Interlocked.Decrement(ref _remaining) == 0)
            _allDone.SetResult();
    }

    private Task SayReadyAsync() => bus.Publish(new WorkerReady
    {
        WorkerId = _id,
        Roles = ["trainer"],
        Endpoint = Endpoint,
        SlotCount = SlotCount,
        FreeSlotCount = SlotCount,
        MachineName = Environment.MachineName,
        ProcessId = Environment.ProcessId,
    });

    private StepStarted Started(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        WorkerId = _id,
        StartedAt = time.GetUtcNow(),
    };

    private StepCompleted Completed(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Outputs = new Dictionary<string, string>(),
        CompletedAt = time.GetUtcNow(),
    };

    private StepProgressed Progress(RunStep command, int message) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        DoneCount = message,
        TotalCount = long.MaxValue,
        Unit = "updates",
        Metrics =
        [
            .. from series in Enumerable.Range(0, SeriesPerMessage)
               from point in Enumerable.Range(0, PointsPerSeries)
               select MetricPoint.Of($"metric/{series}", (long)message * PointsPerSeries + point, 1.0 / (point + 1)),
        ],
        ReportedAt = time.GetUtcNow(),
    };
}
