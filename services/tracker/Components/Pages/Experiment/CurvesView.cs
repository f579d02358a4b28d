using WeakToStrong.Tracker.Components.Charts;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Of which steps curves are shown.</summary>
public enum CurvePart
{
    All,
    Methods,
    Preparation,
}

/// <summary>What the curves' address asks for.</summary>
public sealed record CurvesAsked
{
    public const int MaxFilterLength = 100;

    public required Guid RunId { get; init; }

    public CurvePart Part { get; init; }

    /// <summary>Part of a metric's name.</summary>
    public string Filter { get; init; } = "";

    /// <summary>From 0, as measured, to below 1.</summary>
    public double Smoothing { get; init; }

    /// <summary>Every metric, instead of the first few.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>A chart for each metric, one line per system and seed.</summary>
public sealed record CurvesView
{
    /// <summary>Null while they are on their way: only a live page draws them.</summary>
    public required IReadOnlyList<CurveChart>? Charts { get; init; }

    /// <summary>Metrics that fit and are not among the charts.</summary>
    public required int MoreCount { get; init; }

    /// <summary>Metrics of the run, whatever is asked for.</summary>
    public required int MetricCount { get; init; }
}

/// <summary>One metric of the methods, or of what comes before them.</summary>
public sealed record CurveChart
{
    public required string Metric { get; init; }

    public required CurvePart Part { get; init; }

    /// <summary>Of the methods or of the preparation: a metric has a chart in each.</summary>
    public string Id => $"{Part}/{Metric}";

    public required IReadOnlyList<LineSeries> Lines { get; init; }

    public required int MoreLines { get; init; }

    /// <summary>Finished units from the first to the last point of all lines.</summary>
    public required AxisRange Extent { get; init; }

    /// <summary>True when nothing of it differs: then it need not be drawn again.</summary>
    internal bool IsSameAs(CurveChart other) =>
        Id == other.Id && Extent == other.Extent && MoreLines == other.MoreLines
        && Lines.Count == other.Lines.Count
        && Lines.Zip(other.Lines).All(pair => ReferenceEquals(pair.First, pair.Second));
}
