using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Api;

/// <summary>Help with writing a search.</summary>
internal static class SearchApi
{
    public static void MapSearch(this IEndpointRouteBuilder api) =>
        api.MapGet("/search/completion", CompleteAsync).WithTags("Runs")
            .As("completeSearch", "How a search that is being written may go on", 400);

    private static async Task<Ok<CompletionView>> CompleteAsync(
        [FromQuery, Description("The search so far.")] string? text,
        [FromQuery, Description("Where the caret is; at the end where it is not given.")] int? caret,
        RunSearches searches, CancellationToken cancellationToken)
    {
        if (text?.Length > SearchLimits.MaxLength)
            throw new InputException("text", null, $"is longer than {SearchLimits.MaxLength} characters");
        var completion = await searches.CompleteAsync(text ?? "", caret ?? text?.Length ?? 0, cancellationToken);
        return TypedResults.Ok(new CompletionView(completion.Position, completion.Length, completion.Suggestions));
    }

    /// <summary>Suggestions, and the part of the text that one of them takes the place of.</summary>
    private sealed record CompletionView(int Position, int Length, IReadOnlyList<SearchSuggestion> Suggestions);
}
