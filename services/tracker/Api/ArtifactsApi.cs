using System.Formats.Tar;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using WeakToStrong.Tracker.Api.Artifacts;

namespace WeakToStrong.Tracker.Api;

/// <summary>Artifacts by their digests: models, labels, answers.</summary>
internal static class ArtifactsApi
{
    private const string Binary = "application/octet-stream";
    private const string Tar = "application/x-tar";

    private const string PackPattern = "/{digest}.tar";
    private const string FilePattern = "/{digest}/{**path}";

    public static void MapArtifacts(this IEndpointRouteBuilder api)
    {
        var artifacts = api.MapGroup("/artifacts").WithTags("Artifacts");
        artifacts.MapGet("/{digest}", ListAsync).As("showArtifact", "An artifact's files with their sizes", 404, 500);
        artifacts.MapGet(PackPattern, PackAsync).As("downloadArtifact", "A whole artifact", 404, 500)
            .Produces<Stream>(StatusCodes.Status200OK, Tar);
        artifacts.MapGet(FilePattern, DownloadAsync)
            .As("downloadArtifactFile", "One file of an artifact, or ranges of it", 404, 416, 500)
            .Produces<Stream>(StatusCodes.Status200OK, Binary)
            .Produces<Stream>(StatusCodes.Status206PartialContent, Binary);
        // Whether a download is there at all, and how large a file is: the same answers without their bodies.
        artifacts.MapMethods(PackPattern, [HttpMethods.Head], PackAsync)
            .As("headArtifact", "What downloading a whole artifact would answer, without its bytes", 404, 500)
            .Produces(StatusCodes.Status200OK);
        artifacts.MapMethods(FilePattern, [HttpMethods.Head], DownloadAsync)
            .As("headArtifactFile", "What downloading a file would answer, without its bytes", 404, 500)
            .Produces(StatusCodes.Status200OK);
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
        KeepAndRunNothing(http.Response);
        return TypedResults.File(
            file.OpenRead(), TypeOf(file.Extension), file.Name,
            entityTag: new EntityTagHeaderValue($"\"{digest}\""), enableRangeProcessing: true);
    }

    private static async Task<PushStreamHttpResult> PackAsync(
        string digest, ArtifactFiles files, HttpContext http, CancellationToken cancellationToken)
    {
        http.MayTakeLong();
        var all = await files.AllAsync(digest, cancellationToken);
        KeepAndRunNothing(http.Response);
        return TypedResults.Stream(
            stream => HttpMethods.IsHead(http.Request.Method)
                ? Task.CompletedTask
                : WriteAsync(all, stream, cancellationToken),
            Tar, $"{digest}.tar");
    }

    /// <summary>The same bytes for the same artifact: nothing of the machine is in it.</summary>
    private static async Task WriteAsync(
        IReadOnlyList<(string Path, FileInfo File)> files, Stream stream, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(stream, leaveOpen: true);
        foreach (var (path, file) in files)
        {
            await using var content = file.OpenRead();
            var entry = new PaxTarEntry(TarEntryType.RegularFile, path)
            {
                DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch,
            };
            await tar.WriteEntryAsync(entry, cancellationToken);
        }
    }

    /// <summary>Whatever a model or a label file says, a browser saves it and runs nothing of it.</summary>
    private static void KeepAndRunNothing(HttpResponse response)
    {
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.ContentSecurityPolicy = "sandbox";
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".json" => "application/json",
        ".jsonl" => "application/jsonl",
        ".txt" => "text/plain; charset=utf-8",
        _ => Binary,
    };
}
