using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>Horizontal bars with their intervals, such as the PGR of each method.</summary>
public sealed partial class BarChart
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<IntervalBar> Bars { get; set; }

    [Parameter]
    public ChartAxis Axis { get; set; } = new();

    /// <summary>A value to compare with, drawn as a line over all bars.</summary>
    [Parameter]
    public double? Reference { get; set; }

    /// <summary>What stands at that line; its value when null.</summary>
    [Parameter]
    public string? ReferenceName { get; set; }

    private object Data => new { Kind = "bar", Axis, Bars, Reference, ReferenceName };

    private string Said =>
        $"Bar chart: {Title}. " + string.Join("; ", Bars.Select(bar =>
            $"{bar.Name} {Intervals.Text(bar.Value, bar.Low, bar.High)}"));
}
