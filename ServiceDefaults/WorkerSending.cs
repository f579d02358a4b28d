using MassTransit;

namespace WeakToStrong.ServiceDefaults;

/// <summary>How the tracker sends to one worker.</summary>
public static class WorkerSending
{
    // Whoever sends has others to send to, and sends again what was not taken.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sends to a worker's own endpoint. Its queue goes with the worker, so that only the exchange is named: a message
    /// to a worker that is gone is dropped instead of making a queue that nobody reads.
    /// </summary>
    /// <exception cref="TimeoutException">The broker did not take the message in time.</exception>
    public static async Task SendToWorkerAsync<T>(
        this IBus bus, string endpoint, T message, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var worker = await bus.GetSendEndpoint(new Uri($"exchange:{endpoint}?temporary=true"));
            await worker.Send(message, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the broker did not take a {typeof(T).Name} for {endpoint} in time");
        }
    }
}
