using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Remote;

/// <summary>
/// A run as its server tells it, until it is finished. A connection that drops is opened again: the run does not depend
/// on anybody's watching it.
/// </summary>
internal sealed class RunStream(TrackerClient client, Guid runId, Outage outage)
{
    private const string RunEvent = "run";

    // The server says something every 15 s.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private string? _lastEventId;

    public async IAsyncEnumerable<RunView> ViewsAsync([EnumeratorCancellation] CancellationToken stop)
    {
        Connection? connection = null;
        try
        {
            while (true)
            {
                (connection, var view) = await NextAsync(connection, stop);
                if (view is null)
                    continue;
                yield return view;
                if (view.Run.IsFinished)
                    yield break;
            }
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    /// <summary>The next view; no connection, and no view, when it was lost and is to be opened again.</summary>
    private async Task<(Connection? Connection, RunView? View)> NextAsync(
        Connection? connection, CancellationToken stop)
    {
        try
        {
            connection ??= await Connection.OpenAsync(client, runId, _lastEventId, stop);
            while (await connection.NextAsync(Silence, stop) is { } item)
            {
                outage.Over();
                if (item.EventType != RunEvent)
                    continue;
                _lastEventId = item.EventId;
                return (connection, JsonSerializer.Deserialize<RunView>(item.Data, ApiJson.Serializer)!);
            }
            await outage.WaitAsync(null, stop);
        }
        catch (Exception failure) when (Outage.IsPassing(failure) && !stop.IsCancellationRequested)
        {
            await outage.WaitAsync(failure, stop);
        }
        if (connection is not null)
            await connection.DisposeAsync();
        return (null, null);
    }

    /// <summary>One response, read event by event.</summary>
    private sealed class Connection(HttpResponseMessage response, IAsyncEnumerator<SseItem<byte[]>> events)
        : IAsyncDisposable
    {
        public static async Task<Connection> OpenAsync(
            TrackerClient client, Guid runId, string? lastEventId, CancellationToken stop)
        {
            var response = await client.OpenEventsAsync($"api/runs/{runId:N}/events", lastEventId, stop);
            var stream = await response.Content.ReadAsStreamAsync(stop);
            var events = SseParser.Create(stream, (_, data) => data.ToArray()).EnumerateAsync(stop);
            return new Connection(response, events.GetAsyncEnumerator(stop));
        }

        /// <summary>Null at the end of the stream.</summary>
        /// <exception cref="TaskCanceledException">Nothing came for so long.</exception>
        public async Task<SseItem<byte[]>?> NextAsync(TimeSpan patience, CancellationToken stop)
        {
            var next = events.MoveNextAsync().AsTask();
            if (await Task.WhenAny(next, Task.Delay(patience, stop)) != next)
            {
                // Ends the read, and with it the task that nobody waits for.
                response.Dispose();
                _ = next.ContinueWith(task => task.Exception, TaskScheduler.Default);
                stop.ThrowIfCancellationRequested();
                throw new TaskCanceledException("the stream is silent");
            }
            return await next ? events.Current : null;
        }

        public async ValueTask DisposeAsync()
        {
            response.Dispose();
            try
            {
                await events.DisposeAsync();
            }
            catch (Exception e) when (e is NotSupportedException or IOException or OperationCanceledException)
            {
                // A read is under way, or fails as it is ended; either way it is over.
            }
        }
    }
}
