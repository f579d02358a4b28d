using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Puts a declined step back, and leaves its worker alone until it says that it has room.</summary>
public sealed class ReturnStepDeclinedConsumer(StepLedger ledger, WorkerLedger workers) : IConsumer<StepDeclined>
{
    public async Task Consume(ConsumeContext<StepDeclined> context)
    {
        await workers.MarkFullAsync(context.Message.WorkerId, context.CancellationToken);
        await ledger.DeclineAsync(context.Message, context.CancellationToken);
    }
}
