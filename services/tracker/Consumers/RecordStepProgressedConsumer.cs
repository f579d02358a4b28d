using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Keeps progress and metrics.</summary>
public sealed class RecordStepProgressedConsumer(ProgressLedger ledger) : IConsumer<StepProgressed>
{
    public Task Consume(ConsumeContext<StepProgressed> context) =>
        ledger.RecordAsync(context.Message, context.CancellationToken);
}
