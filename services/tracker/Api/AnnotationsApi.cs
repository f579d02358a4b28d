using Microsoft.AspNetCore.Http.HttpResults;
using WeakToStrong.Experiments;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Api;

/// <summary>What people add to runs: tags and a note.</summary>
internal static class AnnotationsApi
{
    public static void MapAnnotations(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs/{id}").WithTags("Annotations");
        runs.MapGet("/tags", TagsAsync).As("showTags", "The tags of a run", 404, 409);
        runs.MapPut("/tags", SetTagsAsync).As("setTags", "Give a run these tags and no others", 400, 404, 409, 415);
        runs.MapGet("/notes", NotesAsync).As("showNotes", "The note of a run", 404, 409);
        runs.MapPut("/notes", SetNotesAsync).As("setNotes", "Write the note of a run anew", 400, 404, 409, 415);
    }

    private static async Task<Ok<TagSet>> TagsAsync(
        string id, RunQueries queries, Tags tags, CancellationToken cancellationToken) =>
        TypedResults.Ok(await TagsOfAsync(await queries.FindAsync(id, cancellationToken), tags, cancellationToken));

    private static async Task<Ok<TagSet>> SetTagsAsync(
        string id, TagSet wanted, RunQueries queries, Tags tags, CancellationToken cancellationToken)
    {
        if (wanted.Tags.Contains(null!))
            throw new InputException("tags", null, "has null; allowed are texts");
        var runId = await queries.FindAsync(id, cancellationToken);
        await tags.SetAsync(runId, wanted.Tags, cancellationToken);
        return TypedResults.Ok(await TagsOfAsync(runId, tags, cancellationToken));
    }

    private static async Task<Ok<Note>> NotesAsync(
        string id, RunQueries queries, RunNotes notes, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(id, cancellationToken);
        return TypedResults.Ok(new Note(await notes.OfAsync(runId, cancellationToken)));
    }

    private static async Task<Ok<Note>> SetNotesAsync(
        string id, Note wanted, RunQueries queries, RunNotes notes, CancellationToken cancellationToken)
    {
        var runId = await queries.FindAsync(id, cancellationToken);
        await notes.SetAsync(runId, wanted.Text, cancellationToken);
        return TypedResults.Ok(new Note(await notes.OfAsync(runId, cancellationToken)));
    }

    private static async Task<TagSet> TagsOfAsync(Guid runId, Tags tags, CancellationToken cancellationToken) =>
        new([.. (await tags.OfAsync([runId], cancellationToken))[runId]]);

    /// <summary>The tags of a run, in alphabetical order.</summary>
    internal sealed record TagSet(IReadOnlyList<string> Tags);

    /// <summary>The note of a run; empty where there is none.</summary>
    internal sealed record Note(string Text);
}
