using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Charts;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>One chart, drawn again only when its lines or its scale have changed.</summary>
public sealed partial class CurveCard
{
    private readonly ChartAxis _steps = new() { Label = "step" };

    private (CurveChart? Chart, bool IsLog) _shown;
    private ChartAxis _values = new();
    private bool _isChanged;

    [Parameter, EditorRequired]
    public required CurveChart Chart { get; set; }

    [Parameter]
    public bool IsLog { get; set; }

    [Parameter]
    public EventCallback<AxisRange?> Zoomed { get; set; }

    // A logarithmic axis has no place for zero and less.
    private bool CanBeLog => Chart.Lines.All(line => line.Y.All(value => value is null or > 0));

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_shown.Chart, Chart) && _shown.IsLog == IsLog)
            return;
        _shown = (Chart, IsLog);
        _isChanged = true;
        _values = new ChartAxis { Log = IsLog && CanBeLog };
    }

    protected override bool ShouldRender() => _isChanged;

    protected override void OnAfterRender(bool firstRender) => _isChanged = false;

    private Task ZoomAsync(AxisRange? range) => Zoomed.InvokeAsync(range);
}
