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

    private IReadOnlyList<LineSeries> Lines { get; set; } = [];

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_shown.Chart, Chart) && _shown.IsLog == IsLog)
            return;
        _shown = (Chart, IsLog);
        _isChanged = true;
        _values = new ChartAxis { Log = IsLog };
        Lines = IsLog ? [.. Chart.Lines.Select(Positive)] : Chart.Lines;
    }

    protected override bool ShouldRender() => _isChanged;

    protected override void OnAfterRender(bool firstRender) => _isChanged = false;

    private Task ZoomAsync(AxisRange? range) => Zoomed.InvokeAsync(range);

    // A logarithmic axis has no place for zero and less.
    private static LineSeries Positive(LineSeries line) => line with
    {
        Y = Positive(line.Y),
        Smooth = line.Smooth is null ? null : Positive(line.Smooth),
    };

    private static IReadOnlyList<double?> Positive(IReadOnlyList<double?> values) =>
        [.. values.Select(value => value > 0 ? value : null)];
}
