using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using WeakToStrong.Tracker.Api.Artifacts;

namespace WeakToStrong.Tracker.Api;

/// <summary>Artifacts by their digests: models, labels, answers.</summary>
internal static class ArtifactsApi
{
    private const string Binary = "application/octet-stream";

    public static void MapArtifacts(this IEndpointRouteBuilder api)
    {
        var artifacts = api.MapGroup("/artifacts/{digest}").WithTags("Artifacts");
        artifacts.MapGet("", ListAsync).As("showArtifact", "An artifact's files with their sizes", 404, 500);
        artifacts.MapGet("/{**path}", DownloadAsync)
            .As("downloadArtifactFile", "One file of an artifact, or ranges of it", 404, 416, 500)
            .Produces<FileStreamHttpResult>(StatusCodes.Status200OK, Binary)
            .Produces<FileStreamHttpResult>(StatusCodes.Status206PartialContent, Binary);
    }

    private static async Task<Ok<ArtifactView>> ListAsync(
        string digest, ArtifactFiles files, HttpContext http, CancellationToken cancellationToken)
    {
        http.MayTakeLong();
        return TypedResults.Ok(await files.ListAsync(digest, cancellationToken));
    }

    /// <summary>What a digest names never changes, so its copy in a client is good for ever.</summary>
    private static async Task<FileStreamHttpResult> DownloadAsync(
        string digest, string path, ArtifactFiles files, HttpContext http, CancellationToken cancellationToken)
    {
        http.MayTakeLong();
        var file = await files.FindAsync(digest, path, cancellationToken);
        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        // Whatever a model or a label file says, a browser saves it and runs nothing of it.
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        return TypedResults.File(
            file.OpenRead(), TypeOf(file.Extension), file.Name,
            entityTag: new EntityTagHeaderValue($"\"{digest}\""), enableRangeProcessing: true);
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".json" => "application/json",
        ".jsonl" => "application/jsonl",
        ".txt" => "text/plain; charset=utf-8",
        _ => Binary,
    };
}
