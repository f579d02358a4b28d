using MassTransit;
using Microsoft.Extensions.Logging;
using WeakToStrong.Contracts;

namespace WeakToStrong.Workers;

/// <summary>
/// Tells the tracker, within a time: while the broker is away a message is given up rather than waited for, so that
/// nothing here stands still. What matters is told again by its caller, or asked for by the tracker's reconciler.
/// </summary>
public sealed class TrackerLink(IBus bus, WorkerOptions options, TimeProvider time, ILogger<TrackerLink> log)
{
    // A tracker that was away must not believe in workers and leases of the past.
    private static readonly TimeSpan ReadyLife = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeaseLife = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private DateTimeOffset? _warnedAt;

    /// <summary>Publishes a message; false when the broker did not take it in time.</summary>
    public async Task<bool> TellAsync(object message, CancellationToken stop = default)
    {
        using var limit = new CancellationTokenSource(options.TellTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            // The transport honours the token between its own tries; the wait is ours.
            await bus.Publish(message, LimitLife(message), either.Token).WaitAsync(either.Token);
            NoteHeard();
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            NoteUnheard(limit.IsCancellationRequested ? "no answer in time" : OneLine.Of(exception.Message));
            return false;
        }
    }

    private static IPipe<PublishContext> LimitLife(object message)
    {
        TimeSpan? life = message switch
        {
            WorkerReady => ReadyLife,
            LeaseRenewed => LeaseLife,
            _ => null,
        };
        return Pipe.Execute<PublishContext>(context => context.TimeToLive = life);
    }

    private void NoteHeard()
    {
        lock (_gate)
        {
            if (_warnedAt is null)
                return;
            _warnedAt = null;
        }
        log.LogInformation("The tracker is told again");
    }

    private void NoteUnheard(string reason)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (now < _warnedAt + BetweenWarnings)
                return;
            _warnedAt = now;
        }
        log.LogWarning("The tracker cannot be told ({Reason}); steps go on, and it is tried again", reason);
    }
}
