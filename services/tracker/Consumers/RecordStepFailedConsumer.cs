using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Records why an attempt ended without outputs.</summary>
public sealed class RecordStepFailedConsumer(StepLedger ledger) : IConsumer<StepFailed>
{
    public Task Consume(ConsumeContext<StepFailed> context) =>
        ledger.FailAsync(context.Message, context.CancellationToken);
}
