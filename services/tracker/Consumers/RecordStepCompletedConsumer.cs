using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Records the outputs of a step; what waited for them becomes ready.</summary>
public sealed class RecordStepCompletedConsumer(StepLedger ledger) : IConsumer<StepCompleted>
{
    public Task Consume(ConsumeContext<StepCompleted> context) =>
        ledger.CompleteAsync(context.Message, context.CancellationToken);
}
