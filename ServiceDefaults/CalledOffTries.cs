using MassTransit;
using Microsoft.Extensions.Hosting;

namespace WeakToStrong.ServiceDefaults;

/// <summary>
/// Gives a message back to its queue that nobody has consumed when the host stops: MassTransit 8 takes one whose next
/// try was called off for one that no consumer wants, and would put it among the dead letters.
/// </summary>
internal sealed class CalledOffTries(IHostApplicationLifetime lifetime) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        // What ends in an exception here is not acknowledged, so the broker delivers it again.
        lifetime.ApplicationStopping.ThrowIfCancellationRequested();
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("calledOffTries");
}
