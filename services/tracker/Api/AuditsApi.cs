using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Api;

/// <summary>
/// Audits: launch, list, show. An audit is a run as well: that is how it is followed, cancelled, retried and removed.
/// </summary>
internal static class AuditsApi
{
    private const int DefaultLimit = 50;
    private const string Json = "application/json";

    public static void MapAudits(this IEndpointRouteBuilder api)
    {
        var audits = api.MapGroup("").WithTags("Audits");
        audits.MapPost("/runs/{id}/audits", LaunchAsync)
            .As("auditRun", "Audit a completed run: execute it again, wholly or in part, and compare",
                400, 404, 409, 415);
        audits.MapGet("/runs/{id}/audits", OfRunAsync)
            .As("listAuditsOfRun", "The audits of a run, the newest first", 404, 409);
        audits.MapGet("/audits", ListAsync).As("listAudits", "List audits, the newest first", 400);
        audits.MapGet("/audits/{id}", ShowAsync).Produces<AuditReport>()
            .As("showAudit", "The report of a completed audit", 404, 409);
        audits.MapGet("/audits/{id}/files", FilesAsync)
            .As("listAuditFiles", "The report of an audit and the statements about it, by name", 404, 409);
        audits.MapGet("/audits/{id}/files/{name}", DownloadAsync)
            .Produces<Stream>(StatusCodes.Status200OK, Json)
            .As("downloadAuditFile", "One of the files of an audit", 404, 409);
    }

    private static async Task<Created<AuditRow>> LaunchAsync(
        string id, AuditSubmission wanted, RunQueries queries, AuditLauncher launcher, AuditQueries audits,
        HttpContext http, CancellationToken cancellationToken)
    {
        http.MayTakeLong();
        var subject = await queries.FindAsync(id, cancellationToken);
        var audit = await launcher.LaunchAsync(subject, wanted, cancellationToken);
        return TypedResults.Created(
            $"{ApiPipeline.Root}/audits/{audit:N}", (await audits.FindAsync(audit, cancellationToken))!);
    }

    private static async Task<Ok<IReadOnlyList<AuditRow>>> OfRunAsync(
        string id, RunQueries queries, AuditQueries audits, CancellationToken cancellationToken)
    {
        var subject = await queries.FindAsync(id, cancellationToken);
        return TypedResults.Ok(await audits.OfRunAsync(subject, cancellationToken));
    }

    private static async Task<Ok<AuditPage>> ListAsync(
        [AsParameters] AuditListQuery query, AuditQueries audits, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > AuditPage.MaxLimit)
            throw new InputException("limit", null, $"is {query.Limit}; allowed is 1 to {AuditPage.MaxLimit}");
        if (query.Offset is < 0)
            throw new InputException("offset", null, $"is {query.Offset}; allowed is 0 or more");
        return TypedResults.Ok(await audits.ListAsync(
            query.Name, query.Offset ?? 0, query.Limit ?? DefaultLimit, cancellationToken));
    }

    /// <summary>The text as it was written, so that what is signed about it holds.</summary>
    private static async Task<IResult> ShowAsync(
        string id, AuditQueries audits, AuditReports reports, CancellationToken cancellationToken)
    {
        var audit = await audits.ShowAsync(id, cancellationToken);
        return File.Exists(reports.PathOf(audit.Id))
            ? TypedResults.Text(
                await File.ReadAllTextAsync(reports.PathOf(audit.Id), cancellationToken), Json, Encoding.UTF8)
            : throw new AuditHasNoReportException(audit.Id);
    }

    private static async Task<Ok<IReadOnlyList<string>>> FilesAsync(
        string id, AuditQueries audits, AuditReports reports, CancellationToken cancellationToken)
    {
        var audit = await audits.ShowAsync(id, cancellationToken);
        return TypedResults.Ok(reports.FilesOf(audit.Id));
    }

    private static async Task<FileStreamHttpResult> DownloadAsync(
        string id, string name, AuditQueries audits, AuditReports reports, HttpContext http,
        CancellationToken cancellationToken)
    {
        var audit = await audits.ShowAsync(id, cancellationToken);
        var file = reports.FindFile(audit.Id, name) ?? throw new AuditFileNotFoundException(audit.Id);
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        return TypedResults.File(file.OpenRead(), Json, file.Name);
    }

    private sealed record AuditListQuery
    {
        [FromQuery(Name = "name")]
        [Description("Only audits of runs of the experiment with this name.")]
        public string? Name { get; init; }

        [FromQuery(Name = "offset")]
        [Description("Audits before the first; 0 where it is not given.")]
        public int? Offset { get; init; }

        [FromQuery(Name = "limit")]
        [Description("Audits, 1 to 200; 50 where it is not given.")]
        public int? Limit { get; init; }
    }
}
