using System.Collections.Concurrent;
using MassTransit;
using WeakToStrong.Contracts;

namespace WeakToStrong.Tracker.Tests.DeadLetters;

/// <summary>A consumer's trouble, until it is mended, and what was delivered since.</summary>
public sealed class Breaking
{
    public bool IsMended { get; set; }

    public ConcurrentQueue<(string Key, IReadOnlyList<string> FaultHeaders)> Delivered { get; } = new();
}

/// <summary>Fails like a bug.</summary>
public sealed class BreakConsumer(Breaking breaking) : IConsumer<LeaseRenewed>
{
    public Task Consume(ConsumeContext<LeaseRenewed> context)
    {
        if (!breaking.IsMended)
            throw new InvalidOperationException("the consumer is broken");
        var faults = context.ReceiveContext.TransportHeaders.GetAll().Select(header => header.Key)
            .Where(name => name.StartsWith("MT-Fault-", StringComparison.Ordinal) || name == "MT-Reason");
        breaking.Delivered.Enqueue((context.Message.StepKey, [.. faults]));
        return Task.CompletedTask;
    }
}
