using MassTransit;

namespace WeakToStrong.Tracker.Consumers;

/// <summary>Messages that are handled side by side share a transaction, so many may be.</summary>
public sealed class RecordStepProgressedConsumerDefinition : ConsumerDefinition<RecordStepProgressedConsumer>
{
    private const int MessagesAtOnce = 64;

    public RecordStepProgressedConsumerDefinition() =>
        Endpoint(endpoint =>
        {
            endpoint.PrefetchCount = MessagesAtOnce;
            endpoint.ConcurrentMessageLimit = MessagesAtOnce;
        });
}
