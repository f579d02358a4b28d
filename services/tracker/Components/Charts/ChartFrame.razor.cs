using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>What every chart has around it: title, tools, legend, and its numbers as a table.</summary>
public sealed partial class ChartFrame
{
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public RenderFragment? Tools { get; set; }

    [Parameter]
    public RenderFragment? Legend { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment Values { get; set; }

    [Parameter]
    public bool IsEmpty { get; set; }

    [Parameter]
    public string EmptyText { get; set; } = "No values yet";

    [Parameter]
    public ChartSize Size { get; set; }
}
