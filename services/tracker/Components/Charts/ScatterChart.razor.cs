using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>Points with their intervals on both axes, such as helpfulness against harmlessness.</summary>
public sealed partial class ScatterChart
{
    private ChartCanvas? _canvas;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<IntervalPoint> Points { get; set; }

    [Parameter]
    public ChartAxis XAxis { get; set; } = new();

    [Parameter]
    public ChartAxis YAxis { get; set; } = new();

    /// <summary>The point that was clicked, by its id.</summary>
    [Parameter]
    public EventCallback<string> Chosen { get; set; }

    [Parameter]
    public ChartSize Size { get; set; }

    [Parameter]
    public string EmptyText { get; set; } = "No values yet";

    private object Data => new { Kind = "scatter", XAxis, YAxis, Points };

    private string Said => $"Scatter chart: {Title}, {Points.Count} points of {XAxis.Label} and {YAxis.Label}";

    private Task SaveAsync() => _canvas?.SavePngAsync(Title) ?? Task.CompletedTask;
}
