using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WeakToStrong.Experiments;
using WeakToStrong.Tracker.Api.Launching;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api;

/// <summary>
/// Runs: launch, list, show, cancel, retry, remove. A run is named by its id, its beginning, or its name.
/// </summary>
internal static class RunsApi
{
    private const int DefaultLimit = 50;

    public static void MapRuns(this IEndpointRouteBuilder api, ApiOptions options)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapPost("", LaunchAsync).TakesAtMost(options.MaxSubmissionBytes)
            .As("launchRun", "Launch an experiment", 400, 415);
        runs.MapGet("", ListAsync).As("listRuns", "List runs, the newest first", 400);
        runs.MapGet("/{id}", ShowAsync).As("showRun", "Show a run with its steps", 404, 409);
        runs.MapPost("/{id}/cancel", CancelAsync).As("cancelRun", "Stop a run; its finished steps stay", 404, 409);
        runs.MapPost("/{id}/retry", RetryAsync)
            .As("retryRun", "Go on with a run that failed or was cancelled", 404, 409);
        runs.MapDelete("/{id}", RemoveAsync).As("removeRun", "Forget a run that is not running", 404, 409);
        runs.MapGet("/{id}/steps", StepsAsync)
            .As("listSteps", "The steps of a run, in the order of its plan", 404, 409);
    }

    private static async Task<Created<RunView>> LaunchAsync(
        ExperimentSubmission submission, ExperimentDesk desk, RunQueries queries, HttpContext http,
        CancellationToken cancellationToken)
    {
        http.MayTakeLong();
        var id = await desk.LaunchAsync(submission, cancellationToken);
        return TypedResults.Created(
            $"{ApiPipeline.Root}/runs/{id:N}", await queries.ShowAsync(id, cancellationToken));
    }

    private static async Task<Ok<RunPage>> ListAsync(
        [AsParameters] RunListQuery query, RunQueries queries, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > RunPage.MaxLimit)
            throw new InputException("limit", null, $"is {query.Limit}; allowed is 1 to {RunPage.MaxLimit}");
        if (query.Cursor is { } cursor && RunCursor.Decode(cursor) is null)
            throw new InputException("cursor", null, "is none; allowed is the nextCursor of a page");
        return TypedResults.Ok(await queries.ListAsync(
            query.Filter, query.Limit ?? DefaultLimit, query.Cursor, cancellationToken));
    }

    private static async Task<Ok<RunView>> ShowAsync(
        string id, RunQueries queries, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(id, cancellationToken);
        return TypedResults.Ok(await queries.ShowAsync(runId, cancellationToken));
    }

    private static async Task<Ok<RunRow>> CancelAsync(
        string id, RunQueries queries, RunCommands commands, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(id, cancellationToken);
        await commands.CancelAsync(runId, cancellationToken);
        return TypedResults.Ok(await queries.RowAsync(runId, cancellationToken));
    }

    private static async Task<Ok<RunRow>> RetryAsync(
        string id, RunQueries queries, RunCommands commands, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(id, cancellationToken);
        await commands.RetryAsync(runId, cancellationToken);
        return TypedResults.Ok(await queries.RowAsync(runId, cancellationToken));
    }

    /// <summary>Answers with the row as it was.</summary>
    private static async Task<Ok<RunRow>> RemoveAsync(
        string id, RunQueries queries, RunCommands commands, CancellationToken cancellationToken)
    {
        var row = await queries.RowAsync(await queries.FindAsync(id, cancellationToken), cancellationToken);
        await commands.RemoveAsync(row.Id, cancellationToken);
        return TypedResults.Ok(row);
    }

    private static async Task<Ok<IReadOnlyList<StepRow>>> StepsAsync(
        string id, RunQueries queries, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(id, cancellationToken);
        return TypedResults.Ok((await queries.ShowAsync(runId, cancellationToken)).Steps);
    }

    private sealed record RunListQuery
    {
        [FromQuery(Name = "status")]
        [Description("Only runs with one of these statuses: queued, running, interrupted, completed, failed, "
            + "cancelled.")]
        public string[]? Status { get; init; }

        [FromQuery(Name = "name")]
        [Description("The experiment's name; a '*' at its beginning, its end or both stands for any text.")]
        public string? Name { get; init; }

        [FromQuery(Name = "search")]
        [Description("A search, for instance: method = \"dpo\" and beta >= 0.1 or pgr.mean > 0.3. "
            + "A word alone is a part of the name, or the beginning of an id.")]
        public string? Search { get; init; }

        [FromQuery(Name = "createdAfter")]
        [Description("Only runs launched after this time.")]
        public DateTimeOffset? CreatedAfter { get; init; }

        [FromQuery(Name = "createdBefore")]
        [Description("Only runs launched before this time.")]
        public DateTimeOffset? CreatedBefore { get; init; }

        [FromQuery(Name = "limit")]
        [Description("Runs of a page, 1 to 200; 50 where it is not given.")]
        public int? Limit { get; init; }

        [FromQuery(Name = "cursor")]
        [Description("The nextCursor of the page before.")]
        public string? Cursor { get; init; }

        public RunFilter Filter => new()
        {
            Statuses = [.. (Status ?? []).Select(word => ShownStatuses.Find(word)
                ?? throw new InputException("status", null, $"is '{word}'; allowed: {ShownStatuses.Words}"))],
            Name = Name,
            Search = Search,
            CreatedAfter = CreatedAfter,
            CreatedBefore = CreatedBefore,
        };
    }
}
