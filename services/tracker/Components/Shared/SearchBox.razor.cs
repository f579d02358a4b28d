using MassTransit;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Experiments.Search;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>
/// A box for the search language. The browser asks for suggestions while somebody writes, and the box shows where a
/// search is wrong.
/// </summary>
public sealed partial class SearchBox
{
    // Something must be marked where something is missing.
    private const string Missing = " ";

    private readonly string _listId = $"suggestions-{NewId.NextGuid():N}";
    private readonly string _problemId = $"problem-{NewId.NextGuid():N}";

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    [Parameter]
    public SearchProblem? Problem { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public string? Placeholder { get; set; }

    private static int Start(SearchProblem problem) => Math.Min(problem.Position, problem.Text.Length);

    private static int End(SearchProblem problem) =>
        Math.Min(problem.Position + problem.Length, problem.Text.Length);

    private static string Marked(SearchProblem problem) =>
        problem.Text[Start(problem)..End(problem)] is { Length: > 0 } wrong ? wrong : Missing;
}
