using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Notes that a worker has room, and wakes the dispatcher.</summary>
public sealed class NoteWorkerReadyConsumer(WorkerLedger workers) : IConsumer<WorkerReady>
{
    public Task Consume(ConsumeContext<WorkerReady> context) =>
        workers.HearAsync(context.Message, context.CancellationToken);
}
