using System.Net;

namespace WeakToStrong.Tracker.Api.Events;

/// <summary>Counts the open streams: each holds a connection and reads the database as long as it is open.</summary>
internal sealed class EventStreams(ApiOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _perClient = [];
    private int _all;

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
