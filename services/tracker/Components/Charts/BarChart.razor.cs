using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>Horizontal bars with their intervals, such as the PGR of each method.</summary>
public sealed partial class BarChart
{
    private ChartCanvas? _canvas;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<IntervalBar> Bars { get; set; }

    [Parameter]
    public ChartAxis Axis { get; set; } = new();

    /// <summary>A value to compare with, drawn as a line over all bars.</summary>
    [Parameter]
    public double? Reference { get; set; }

    /// <summary>The bar that was clicked, by its id.</summary>
    [Parameter]
    public EventCallback<string> Chosen { get; set; }

    [Parameter]
    public ChartSize Size { get; set; }

    [Parameter]
    public string EmptyText { get; set; } = "No values yet";

    private object Data => new { Kind = "bar", Axis, Bars, Reference };

    private string Said =>
        $"Bar chart: {Title}. " + string.Join("; ", Bars.Select(bar =>
            $"{bar.Name} {Intervals.Text(bar.Value, bar.Low, bar.High)}"));

    private Task SaveAsync() => _canvas?.SavePngAsync(Title) ?? Task.CompletedTask;
}
