using Microsoft.AspNetCore.Http.HttpResults;
using WeakToStrong.Tracker.Api.Launching;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api;

/// <summary>What a launch would do.</summary>
internal static class PlansApi
{
    public static void MapPlans(this IEndpointRouteBuilder api, ApiOptions options) =>
        api.MapPost("/plans", PlanAsync).WithTags("Runs").TakesAtMost(options.MaxSubmissionBytes)
            .As("planRun", "Plan an experiment without launching it", 400, 415);

    private static async Task<Ok<PlanView>> PlanAsync(
        ExperimentSubmission submission, ExperimentDesk desk, SystemStatus status, HttpContext http,
        CancellationToken cancellationToken)
    {
        http.MayTakeLong();
        var slots = await status.SlotCountAsync(cancellationToken);
        return TypedResults.Ok(await desk.PlanAsync(submission, slots, cancellationToken));
    }
}
