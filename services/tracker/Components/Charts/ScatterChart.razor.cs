using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>Points with their intervals on both axes, such as helpfulness against harmlessness.</summary>
public sealed partial class ScatterChart
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<IntervalPoint> Points { get; set; }

    [Parameter]
    public ChartAxis XAxis { get; set; } = new();

    [Parameter]
    public ChartAxis YAxis { get; set; } = new();

    private IReadOnlyList<LegendItem> Groups =>
    [
        .. Points.Where(point => point.Group is not null).DistinctBy(point => point.Group)
            .Select(point => new LegendItem(point.Group!, point.Group!, point.Color)),
    ];

    private object Data => new { Kind = "scatter", XAxis, YAxis, Points };

    private string Said => $"Scatter chart: {Title}, {Points.Count} points of {XAxis.Label} and {YAxis.Label}";
}
