using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

public sealed record LegendItem(string Id, string Name, string Color, int Stroke = 0, bool Pale = false);

/// <summary>Which colour is what; with <see cref="Toggled"/>, each can be hidden, by mouse and by key.</summary>
public sealed partial class ChartLegend
{
    private const int StrokeCount = 6;

    [Parameter, EditorRequired]
    public required IReadOnlyList<LegendItem> Items { get; set; }

    [Parameter]
    public IReadOnlySet<string> Hidden { get; set; } = new HashSet<string>();

    [Parameter]
    public EventCallback<string> Toggled { get; set; }

    [Parameter]
    public string Label { get; set; } = "Legend";

    // The patterns of Assets/src/charts/line.ts, which begin anew as well.
    private static string KeyOf(LegendItem item) =>
        $"key stroke-{item.Stroke % StrokeCount}{(item.Pale ? " pale" : "")}";
}
