using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace WeakToStrong.Tracker.Components.Charts;

public enum ChartSize
{
    Usual,
    Flat,
    Tall,
    Tallest,
}

/// <summary>Where ECharts draws; the charts beside it say what.</summary>
public sealed partial class ChartCanvas
{
    [Parameter, EditorRequired]
    public required object Data { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public ChartSize Size { get; set; }

    [Parameter]
    public EventCallback<AxisRange?> Zoomed { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<string>> Brushed { get; set; }

    protected override string Module => "charts.js";

    [JSInvokable]
    public Task OnZoomed(double? min, double? max) =>
        Zoomed.InvokeAsync(min is { } from && max is { } to ? new AxisRange(from, to) : null);

    [JSInvokable]
    public Task OnBrushed(string[] ids) => Brushed.InvokeAsync(ids);

    public Task ResetZoomAsync() => Handle?.InvokeVoidAsync("resetZoom").AsTask() ?? Task.CompletedTask;

    public Task SavePngAsync(string name) => Handle?.InvokeVoidAsync("savePng", name).AsTask() ?? Task.CompletedTask;

    protected override object Spec() => Data;
}
