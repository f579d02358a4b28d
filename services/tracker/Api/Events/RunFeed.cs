using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api.Events;

/// <summary>
/// Runs as streams of events. Nothing is queued: while a client is slow nothing is read for it, and what it gets next is
/// how things are then.
/// </summary>
internal sealed class RunFeed(RunQueries queries, RunChangeQueries changes, ApiOptions options, TimeProvider time)
{
    public const string RunEvent = "run";
    public const string ChangesEvent = "runs";
    public const string HeartbeatEvent = "heartbeat";

    private const int IdLength = 16;

    private static readonly TimeSpan ChangesPause = TimeSpan.FromSeconds(1);

    /// <summary>The run whenever it changes, until it is finished.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="lastEventId">
    /// The id of the last event that the client has. It is a digest of what the event said, so it tells what the client
    /// knows whatever process sent it.
    /// </param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<SseItem<byte[]>> RunAsync(
        Guid runId, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heartbeat = new Heartbeat(options.HeartbeatInterval, time);
        await foreach (var view in queries.WatchAsync(runId, cancellationToken))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(view, ApiJson.Serializer);
            var id = Digests.OfBytes(json)[..IdLength];
            if (id == lastEventId)
            {
                if (heartbeat.IsDue)
                    yield return heartbeat.Beat();
                continue;
            }
            lastEventId = id;
            heartbeat.Spoken();
            yield return new SseItem<byte[]>(json, RunEvent) { EventId = id };
        }
    }

    /// <summary>The rows of the runs that change, one event for all that changed at once.</summary>
    /// <param name="lastEventId">The id of the last event that the client has: the time up to which it is told.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<SseItem<byte[]>> ChangesAsync(
        string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heartbeat = new Heartbeat(options.HeartbeatInterval, time);
        await foreach (var change in changes.WatchAsync(TimeOf(lastEventId), ChangesPause, cancellationToken))
        {
            if (change.Runs.Count > 0)
            {
                heartbeat.Spoken();
                var json = JsonSerializer.SerializeToUtf8Bytes(change, ApiJson.Serializer);
                yield return new SseItem<byte[]>(json, ChangesEvent) { EventId = IdOf(change.At) };
            }
            else if (heartbeat.IsDue)
            {
                yield return heartbeat.Beat();
            }
        }
    }

    private static string IdOf(DateTimeOffset at) =>
        at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private DateTimeOffset TimeOf(string? eventId)
    {
        var now = time.GetUtcNow();
        return long.TryParse(eventId, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds < now.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : now;
    }

    /// <summary>Says now and then that the stream is alive, so that a dead connection is found out.</summary>
    private sealed class Heartbeat(TimeSpan interval, TimeProvider time)
    {
        private long _spokenAt = time.GetTimestamp();

        public bool IsDue => time.GetElapsedTime(_spokenAt) >= interval;

        public void Spoken() => _spokenAt = time.GetTimestamp();

        public SseItem<byte[]> Beat()
        {
            Spoken();
            return new SseItem<byte[]>([], HeartbeatEvent);
        }
    }
}
