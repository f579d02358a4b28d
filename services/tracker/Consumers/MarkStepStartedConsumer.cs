using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Marks an attempt as taken by its worker.</summary>
public sealed class MarkStepStartedConsumer(StepLedger ledger) : IConsumer<StepStarted>
{
    public Task Consume(ConsumeContext<StepStarted> context) =>
        ledger.StartAsync(context.Message, context.CancellationToken);
}
