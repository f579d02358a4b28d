using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>
/// Curves over one axis. A drag zooms into what it spans, a double click shows all again; who listens to
/// <see cref="Zoomed"/> can send finer buckets of that part, with <see cref="Extent"/> saying what all is.
/// </summary>
public sealed partial class LineChart
{
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private ChartFrame? _frame;
    private IReadOnlyList<Summary> _summaries = [];
    private AxisRange? _range;
    private AxisRange? _first;

    [Parameter, EditorRequired]
    public required IReadOnlyList<LineSeries> Series { get; set; }

    [Parameter]
    public ChartAxis XAxis { get; set; } = new();

    [Parameter]
    public ChartAxis YAxis { get; set; } = new();

    /// <summary>The whole of the x axis; null: as far as the series reach.</summary>
    [Parameter]
    public AxisRange? Extent { get; set; }

    /// <summary>The part that is seen when the chart is made; later the reader alone changes it.</summary>
    [Parameter]
    public AxisRange? Range { get; set; }

    /// <summary>What is seen now; null: all.</summary>
    [Parameter]
    public EventCallback<AxisRange?> Zoomed { get; set; }

    /// <summary>A legend even for a single curve.</summary>
    [Parameter]
    public bool IsLegendShown { get; set; }

    [Parameter]
    public RenderFragment? Tools { get; set; }

    private IReadOnlyList<LegendItem> Items =>
    [
        .. Series.Select(series => new LegendItem(
            series.Id, series.Name, series.Color, series.Stroke, series.Pale)),
    ];

    private object Data => new
    {
        Kind = "line",
        XAxis,
        YAxis,
        Extent = Extent is { } extent ? new[] { extent.Min, extent.Max } : null,
        Range = _first is { } first ? new[] { first.Min, first.Max } : null,
        Series,
        Hidden = _hidden.Order(StringComparer.Ordinal),
    };

    private string Said =>
        $"Line chart: {Title}. " + string.Join("; ", _summaries.Select(row =>
            $"{row.Name} from {Numbers.Value(row.First)} to {Numbers.Value(row.Last)}"));

    protected override void OnInitialized() => _first = _range = Range;

    protected override void OnParametersSet() => _summaries = [.. Series.Select(Summary.Of)];

    private void Toggle(string id)
    {
        if (!_hidden.Remove(id))
            _hidden.Add(id);
    }

    private Task ZoomAsync(AxisRange? range)
    {
        _range = range;
        return Zoomed.InvokeAsync(range);
    }

    private sealed record Summary(string Name, int Count, double? First, double? Least, double? Most, double? Last)
    {
        public static Summary Of(LineSeries series)
        {
            var values = series.Y.OfType<double>().Where(double.IsFinite).ToArray();
            var lows = (series.Low ?? series.Y).OfType<double>().Where(double.IsFinite).ToArray();
            var highs = (series.High ?? series.Y).OfType<double>().Where(double.IsFinite).ToArray();
            return new Summary(
                series.Name,
                series.X.Count,
                values.Length > 0 ? values[0] : null,
                lows.Length > 0 ? lows.Min() : null,
                highs.Length > 0 ? highs.Max() : null,
                values.Length > 0 ? values[^1] : null);
        }
    }
}
