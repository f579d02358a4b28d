using Microsoft.AspNetCore.Components;

namespace WeakToStrong.Tracker.Components.Charts;

public sealed record LegendItem(string Id, string Name, string Color, bool Dashed = false);

/// <summary>Which colour is what; with <see cref="Toggled"/>, each can be hidden, by mouse and by key.</summary>
public sealed partial class ChartLegend
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<LegendItem> Items { get; set; }

    [Parameter]
    public IReadOnlySet<string> Hidden { get; set; } = new HashSet<string>();

    [Parameter]
    public EventCallback<string> Toggled { get; set; }

    [Parameter]
    public string Label { get; set; } = "Legend";
}
