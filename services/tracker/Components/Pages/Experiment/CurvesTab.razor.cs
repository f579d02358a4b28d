using System.Globalization;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>The metrics of all steps as they come: a small chart for each, lines by system and seed.</summary>
public sealed partial class CurvesTab(CurvesReader reader, TimeProvider time)
{
    private const int MostSmoothing = 99;

    /// <summary>Charts are looked at, not read off: more often would only cost.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Choice<CurvePart>[] Parts =
    [
        new(CurvePart.All, "All steps"), new(CurvePart.Methods, TitleOf(CurvePart.Methods)),
        new(CurvePart.Preparation, TitleOf(CurvePart.Preparation)),
    ];

    private readonly Dictionary<string, AxisRange> _zooms = new(StringComparer.Ordinal);
    private int _zoomCount;
    private (CurvesAsked Asked, int ZoomCount)? _read;
    private long _readAt;

    [Parameter, EditorRequired]
    public required Guid RunId { get; set; }

    /// <summary>The run's methods, which say of what kind a system is.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<MethodOutline> Methods { get; set; }

    /// <summary>The page's address, in which stands what is chosen.</summary>
    [Parameter, EditorRequired]
    public required string Query { get; set; }

    protected override object Asked => Wanted;

    protected override object? Subject => RunId;

    private string? MetricFilter => Address.Chosen(Query, "metric");

    private CurvesAsked Wanted => new()
    {
        RunId = RunId,
        Part = Part,
        Filter = MetricFilter?.Trim() is { } text ? text[..Math.Min(text.Length, CurvesAsked.MaxFilterLength)] : "",
        Smoothing = Smoothing,
        IsWhole = IsWhole,
    };

    private CurvePart Part =>
        Enum.TryParse<CurvePart>(Address.Chosen(Query, "part"), ignoreCase: true, out var part)
            && Enum.IsDefined(part) ? part : default;

    private int SmoothingPercent =>
        int.TryParse(Address.Chosen(Query, "smooth"), CultureInfo.InvariantCulture, out var percent)
            ? Math.Clamp(percent, 0, MostSmoothing)
            : 0;

    private double Smoothing => SmoothingPercent / 100.0;

    private bool IsWhole => Address.Chosen(Query, "charts") == "all";

    private bool IsLog => Address.Chosen(Query, "scale") == "log";

    protected override async Task<CurvesView> LoadAsync(CancellationToken cancellationToken)
    {
        if (!RendererInfo.IsInteractive)
            return new CurvesView { Charts = null, MoreCount = 0, MetricCount = int.MaxValue };
        var wanted = (Wanted, _zoomCount);
        if (Model?.Charts is not null && _read == wanted && time.GetElapsedTime(_readAt) < Pause)
            return Model;
        var view = await reader.ReadAsync(wanted.Wanted, Methods, _zooms.ToDictionary(), cancellationToken);
        (_read, _readAt) = (wanted, time.GetTimestamp());
        return view with { Charts = [.. view.Charts!.Select(Known)] };
    }

    private static string TitleOf(CurvePart part) => part == CurvePart.Methods ? "Methods and ceiling" : "Preparation";

    /// <summary>The chart that is shown already, if it is the same: then nothing is drawn again.</summary>
    private CurveChart Known(CurveChart chart) =>
        Model?.Charts?.FirstOrDefault(chart.IsSameAs) ?? chart;

    private Task ZoomAsync(string chartId, AxisRange? range)
    {
        if (range is null)
            _zooms.Remove(chartId);
        else
            _zooms[chartId] = range;
        _zoomCount++;
        return LookAsync();
    }

    private void ChoosePart(CurvePart part) =>
        Navigation.Choose(("part", part == CurvePart.All ? null : part.ToString().ToLowerInvariant()));

    private void Filter(string text) => Navigation.Choose(("metric", text));

    private void Smooth(int percent) =>
        Navigation.Choose(("smooth", percent == 0 ? null : percent.ToString(CultureInfo.InvariantCulture)));

    private void ChooseScale(bool isLog) => Navigation.Choose(("scale", isLog ? "log" : null));

    private void ShowWhole() => Navigation.Choose(("charts", "all"));

    private void ShowAll() => Navigation.Choose(("metric", null), ("part", null));
}
