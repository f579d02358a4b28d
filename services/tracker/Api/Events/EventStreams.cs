using System.Net;
using System.Runtime.CompilerServices;

namespace WeakToStrong.Tracker.Api.Events;

/// <summary>
/// Counts the open streams: each holds a connection and reads the database as long as it is open. They end when the
/// host stops, which would wait for them.
/// </summary>
internal sealed class EventStreams(ApiOptions options, IHostApplicationLifetime lifetime)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _perClient = [];
    private int _all;

    internal int OpenCount
    {
        get
        {
            lock (_gate)
                return _all;
        }
    }

    /// <summary>Takes a place, which is given back when the response is over.</summary>
    /// <exception cref="TooManyStreamsException">The client has as many as it may have, or all have.</exception>
    public void Enter(HttpContext http)
    {
        var client = http.Connection.RemoteIpAddress ?? IPAddress.None;
        lock (_gate)
        {
            var open = _perClient.GetValueOrDefault(client);
            if (open >= options.MaxStreamsPerClient || _all >= options.MaxStreams)
                throw new TooManyStreamsException(open, _all);
            _perClient[client] = open + 1;
            _all++;
        }
        http.Response.OnCompleted(() =>
        {
            Leave(client);
            return Task.CompletedTask;
        });
    }

    /// <summary>The same events, without an error behind the last when the host stops.</summary>
    public async IAsyncEnumerable<T> UntilStopping<T>(
        IAsyncEnumerable<T> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, lifetime.ApplicationStopping);
        await using var enumerator = events.GetAsyncEnumerator(end.Token);
        while (await MovesAsync(enumerator))
            yield return enumerator.Current;
    }

    private async ValueTask<bool> MovesAsync<T>(IAsyncEnumerator<T> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Leave(IPAddress client)
    {
        lock (_gate)
        {
            _all--;
            if (--_perClient[client] == 0)
                _perClient.Remove(client);
        }
    }
}

internal sealed class TooManyStreamsException(int ofClient, int all)
    : Exception($"too many streams of events are open: {ofClient} of this address, {all} in all; close one, or poll")
{
    public const string RetrySeconds = "5";
}
