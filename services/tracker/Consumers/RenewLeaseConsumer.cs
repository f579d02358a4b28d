using MassTransit;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Keeps an attempt alive.</summary>
public sealed class RenewLeaseConsumer(StepLedger ledger) : IConsumer<LeaseRenewed>
{
    public Task Consume(ConsumeContext<LeaseRenewed> context) =>
        ledger.RenewAsync(context.Message.AttemptId, context.CancellationToken);
}
