using WeakToStrong.Experiments.Curves;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Which line of which chart a series is, and how it becomes one of bounded length.</summary>
internal sealed record CurveLine
{
    /// <summary>Each bucket gives two points: a line has at most twice as many.</summary>
    public const int SmallBuckets = 150;
    public const int ZoomedBuckets = 500;

    private const string Separator = " / ";

    public required RunSeries Series { get; init; }

    public required CurvePart Part { get; init; }

    public required string Name { get; init; }

    public required string Color { get; init; }

    /// <summary>Place of its seed among the run's.</summary>
    public int SeedPlace { get; init; }

    /// <summary>A step of a method beside the one that makes its model.</summary>
    public required bool IsSide { get; init; }

    public static CurveLine Of(RunSeries series, IReadOnlyList<MethodOutline> methods)
    {
        var (seed, name) = SeedStep.Of(series.StepName);
        var system = name.Split(Separator)[0];
        var isMethod = system == SystemNames.Ceiling || methods.Any(method => method.Name == system);
        return new CurveLine
        {
            Series = series,
            Part = isMethod ? CurvePart.Methods : CurvePart.Preparation,
            Name = seed is null ? name : $"{name} · {seed}",
            Color = isMethod ? SystemName.ColorOf(system, methods) : ColorOfPreparation(name),
            IsSide = isMethod && name.Contains(Separator, StringComparison.Ordinal),
        };
    }

    /// <summary>The line as it is drawn.</summary>
    /// <param name="points">All points of the series.</param>
    /// <param name="range">The part that is seen; null for all.</param>
    /// <param name="smoothing">0 for none.</param>
    /// <param name="length">Of the x axis, which smoothing is relative to.</param>
    public LineSeries Draw(IReadOnlyList<PointValue> points, AxisRange? range, double smoothing, double length)
    {
        var seen = range is null ? points : Within(points, range);
        var samples = seen.Select(point => new MetricSample(point.At, point.Value ?? double.NaN)).ToArray();
        var drawn = MinMaxBuckets.Of(samples, range is null ? SmallBuckets : ZoomedBuckets)
            .SelectMany(bucket => bucket.Points()).ToArray();
        return new LineSeries
        {
            Id = Series.StepKey,
            Name = Name,
            Color = Color,
            Stroke = SeedPlace,
            Pale = IsSide,
            X = [.. drawn.Select(sample => (double)sample.At)],
            Y = [.. drawn.Select(sample => Finite(sample.Value))],
            Smooth = smoothing > 0 ? Smooth(points, drawn, smoothing, length) : null,
        };
    }

    // One more on each side, so that the line runs to the edges of what is seen.
    private static IReadOnlyList<PointValue> Within(IReadOnlyList<PointValue> points, AxisRange range)
    {
        var (first, last) = (points.Count, -1);
        for (var i = 0; i < points.Count; i++)
            if (points[i].At >= range.Min && points[i].At <= range.Max)
                (first, last) = (Math.Min(first, i), i);
        if (last < 0)
            return [];
        first = Math.Max(0, first - 1);
        return [.. points.Skip(first).Take(Math.Min(points.Count - 1, last + 1) - first + 1)];
    }

    // Of all points, so that the trend is the same however few of them are drawn.
    private static IReadOnlyList<double?> Smooth(
        IReadOnlyList<PointValue> points, MetricSample[] drawn, double weight, double length)
    {
        var curve = Curve.Of(points.Select(point => new CurvePoint(point.At, point.Value ?? double.NaN)));
        var smooth = Smoothing.TimeWeighted(curve, weight, Math.Max(1, length));
        return [.. drawn.Select(sample => smooth.At(sample.At))];
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string ColorOfPreparation(string name) => name switch
    {
        SystemNames.Supervisor => ChartColor.System(SystemNames.Supervisor),
        "pretrain student" => ChartColor.System(SystemNames.Base),
        "pretrain supervisor" => ChartColor.Series(5),
        _ => ChartColor.Series(8),
    };
}
