using Microsoft.AspNetCore.Http.HttpResults;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api;

/// <summary>The system itself.</summary>
internal static class SystemApi
{
    private const int MaxKept = 1000;

    public static void MapSystem(this IEndpointRouteBuilder api)
    {
        var system = api.MapGroup("").WithTags("System");
        system.MapGet("/system", ShowAsync).As("showSystem", "Version, queues, workers, store");
        system.MapPost("/gc", CollectAsync)
            .As("collectGarbage", "Free the artifacts that no run needs", 400, 404, 409, 415);
    }

    private static async Task<Ok<SystemView>> ShowAsync(SystemStatus status, CancellationToken cancellationToken) =>
        TypedResults.Ok(await status.ShowAsync(cancellationToken));

    private static async Task<Ok<GarbageReport>> CollectAsync(
        GarbageRequest request, RunGarbage garbage, HttpContext http, CancellationToken cancellationToken)
    {
        Check(request.Keep);
        http.MayTakeLong();
        return TypedResults.Ok(await garbage.CollectAsync(request.Keep, cancellationToken));
    }

    private static void Check(IReadOnlyList<string?> keep)
    {
        if (keep.Count > MaxKept)
            throw new InputException("keep", null, $"are {keep.Count}; allowed are 0 to {MaxKept}");
        if (keep.Contains(null))
            throw new InputException("keep", null, "has a null in it; allowed are ids and names of runs");
    }
}

/// <summary>What a collection must keep.</summary>
public sealed record GarbageRequest
{
    /// <summary>
    /// None: what any run needs is kept. Otherwise only what these runs, ids or names, and those in progress need.
    /// </summary>
    public IReadOnlyList<string> Keep { get; init; } = [];
}
