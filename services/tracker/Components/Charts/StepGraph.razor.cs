using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>A step of a graph. <see cref="State"/> is a class of the stylesheet: waiting, ready, running, …</summary>
public sealed record GraphNode
{
    public required string Id { get; init; }

    public required string Label { get; init; }

    /// <summary>The second line: state, time left, machine. Short, and of about one length while it changes.</summary>
    public required string Note { get; init; }

    public required string State { get; init; }

    public bool Cached { get; init; }

    /// <summary>0 to 1 while it runs.</summary>
    public double? Progress { get; init; }
}

/// <summary>From what is needed to what needs it, by ids.</summary>
public sealed record GraphEdge(string From, string To);

/// <summary>
/// Steps and what needs what, left to right. It is laid out once; states and progress change in place. Steps can be
/// reached by Tab and chosen by Enter.
/// </summary>
public sealed partial class StepGraph
{
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<GraphNode> Nodes { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<GraphEdge> Edges { get; set; }

    /// <summary>Somewhat smaller where that makes it fit: an overview, but one that can be read.</summary>
    [Parameter]
    public bool IsSmall { get; set; }

    /// <summary>As small as it takes to be seen whole.</summary>
    [Parameter]
    public bool IsFitted { get; set; }

    [Parameter]
    public string? Selected { get; set; }

    [Parameter]
    public EventCallback<string> SelectedChanged { get; set; }

    private string? Class => IsFitted ? "fitted" : IsSmall ? "small" : null;

    protected override string Module => "graph.js";

    [JSInvokable]
    public Task OnChosen(string id) => SelectedChanged.InvokeAsync(id);

    protected override object Spec() => new
    {
        Nodes,
        Edges = Edges.Select(edge => new[] { edge.From, edge.To }),
        Selected,
    };
}
