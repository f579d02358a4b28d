using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>A part of a page that belongs together.</summary>
public sealed partial class Card
{
    [Parameter]
    public string? Title { get; set; }

    /// <summary>Beside the title.</summary>
    [Parameter]
    public RenderFragment? Header { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    /// <summary>True for a table or a chart that reaches to the edges.</summary>
    [Parameter]
    public bool IsFlush { get; set; }
}
