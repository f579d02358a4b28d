using System.ComponentModel;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WeakToStrong.Tracker.Api.Events;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api;

/// <summary>
/// What changes, as server-sent events. A client that comes again says what it had last, and goes on there.
/// </summary>
internal static class EventsApi
{
    private const string EventStream = "text/event-stream";
    private const string LastEventId = "Last-Event-ID";

    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        var events = api.MapGroup("").WithTags("Events");
        events.MapGet("/runs/{id}/events", FollowRunAsync).Produces<RunView>(StatusCodes.Status200OK, EventStream)
            .As("followRun", "A run as it is now and whenever it changes, until it is finished", 404, 409, 429);
        events.MapGet("/events", FollowChanges).Produces<RunChanges>(StatusCodes.Status200OK, EventStream)
            .As("followRuns", "The rows of the runs that change", 429);
    }

    private static async Task<ServerSentEventsResult<byte[]>> FollowRunAsync(
        string id,
        [FromHeader(Name = LastEventId), Description("The id of the last event that is known.")] string? last,
        RunQueries queries, RunFeed feed, EventStreams streams, HttpContext http, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(id, cancellationToken);
        return Stream(streams, http, feed.RunAsync(runId, last, cancellationToken));
    }

    private static ServerSentEventsResult<byte[]> FollowChanges(
        [FromHeader(Name = LastEventId), Description("The id of the last event that is known.")] string? last,
        RunFeed feed, EventStreams streams, HttpContext http, CancellationToken cancellationToken) =>
        Stream(streams, http, feed.ChangesAsync(last, cancellationToken));

    private static ServerSentEventsResult<byte[]> Stream(
        EventStreams streams, HttpContext http, IAsyncEnumerable<SseItem<byte[]>> events)
    {
        streams.Enter(http);
        http.MayTakeLong();
        return TypedResults.ServerSentEvents(streams.UntilStopping(events));
    }
}
