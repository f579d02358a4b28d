using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Puts a declined step back, and leaves its worker alone until it says that it has room.</summary>
public sealed class ReturnStepDeclinedConsumer(StepLedger ledger, WorkerRegistry workers) : IConsumer<StepDeclined>
{
    public Task Consume(ConsumeContext<StepDeclined> context)
    {
        workers.Full(context.Message.WorkerId);
        return ledger.DeclineAsync(context.Message, context.CancellationToken);
    }
}
