using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>A drawn chart and what each has around it: title, tools, legend, and its numbers as a table.</summary>
public sealed partial class ChartFrame
{
    private ChartCanvas? _canvas;

    [Parameter]
    public RenderFragment? Tools { get; set; }

    [Parameter]
    public RenderFragment? Legend { get; set; }

    [Parameter]
    public bool IsEmpty { get; set; }

    /// <summary>What the script draws: one of the specs of Assets/src/charts/spec.ts.</summary>
    [Parameter, EditorRequired]
    public required object Data { get; set; }

    /// <summary>The chart in words.</summary>
    [Parameter, EditorRequired]
    public required string Said { get; set; }

    /// <summary>The chart as a table.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment Values { get; set; }

    [Parameter]
    public EventCallback<AxisRange?> Zoomed { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<string>> Brushed { get; set; }

    public Task ResetZoomAsync() => _canvas?.ResetZoomAsync() ?? Task.CompletedTask;

    private Task SaveAsync() => _canvas?.SavePngAsync(Title) ?? Task.CompletedTask;
}
