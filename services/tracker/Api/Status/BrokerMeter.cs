using RabbitMQ.Client.Exceptions;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.DeadLetters;

namespace WeakToStrong.Tracker.Api.Status;

/// <summary>
/// Asks the broker now and then: each look opens a connection and takes dead letters out for a moment, and many pages
/// may be open.
/// </summary>
internal sealed class BrokerMeter(DeadLetterOffice office, TimeProvider time, BrokerAddress? broker = null)
    : IDisposable
{
    private const int ShownLetters = 20;

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private (BrokerLook Look, DateTimeOffset At)? _last;

    public async Task<BrokerLook> LookAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && time.GetUtcNow() - last.At < GoodFor)
                return last.Look;
            var look = await AskAsync(cancellationToken);
            _last = (look, time.GetUtcNow());
            return look;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Something was changed there: the next look is a new one, whatever is being asked now.</summary>
    public async Task ForgetAsync()
    {
        await _asking.WaitAsync();
        _last = null;
        _asking.Release();
    }

    public void Dispose() => _asking.Dispose();

    private async Task<BrokerLook> AskAsync(CancellationToken cancellationToken)
    {
        if (broker is null)
            return new BrokerLook(null, await office.ListAsync(0, cancellationToken));
        try
        {
            var letters = await office.ListAsync(ShownLetters, cancellationToken);
            var count = letters.Queues.Sum(queue => queue.MessageCount);
            return new BrokerLook(
                Status(broker, null, await office.DepthsAsync(cancellationToken), count), letters);
        }
        catch (Exception exception) when (
            exception is BrokerUnreachableException or OperationInterruptedException or TimeoutException)
        {
            return new BrokerLook(Status(broker, "the broker cannot be reached", [], 0), null);
        }
    }

    private static BrokerStatus Status(
        BrokerAddress broker, string? problem, IReadOnlyList<QueueDepth> queues, long deadLetters) => new()
        {
            Address = broker.ToString(), Problem = problem, Queues = queues, DeadLetterCount = deadLetters,
        };
}

/// <summary>What was seen of the broker.</summary>
/// <param name="Status">Null where there is none.</param>
/// <param name="Letters">What was put aside; null while the broker does not answer.</param>
internal sealed record BrokerLook(BrokerStatus? Status, DeadLetterList? Letters);
