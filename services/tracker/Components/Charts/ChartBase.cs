using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>What every chart in a <see cref="ChartFrame"/> is given, whatever it draws.</summary>
public abstract class ChartBase : ComponentBase
{
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public ChartSize Size { get; set; }

    /// <summary>Stands where the chart would, while there is nothing to draw.</summary>
    [Parameter]
    public string EmptyText { get; set; } = "No values yet";
}
