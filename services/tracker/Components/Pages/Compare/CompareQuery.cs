using System.Globalization;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Live;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

public enum CompareView
{
    Glance,
    Results,
    Curves,
    Options,
    Sweep,
}

public enum CurveX
{
    Step,
    Tokens,
    Wall,
    Device,
}

/// <summary>
/// What is compared and how it is looked at: the texts of the address, which are compared by value, and what they mean.
/// What an address has wrong is taken as if it were not there.
/// </summary>
public sealed record CompareQuery
{
    public const int MaxRuns = 100;
    public const int RowsPerPage = 60;
    public const int MostSmoothing = 99;

    /// <summary>Curves are not grouped: each seed is a line.</summary>
    public const string BySeed = "seed";

    /// <summary>Curves of all runs are one group.</summary>
    public const string ByStep = "all";

    /// <summary>More runs than this are taken together at first.</summary>
    private const int RunsApart = 3;

    public string? Runs { get; init; }

    public string? Show { get; init; }

    public string? Baseline { get; init; }

    public string? Together { get; init; }

    public string? Wins { get; init; }

    public string? Sorting { get; init; }

    public string? PageNumber { get; init; }

    public string? Metric { get; init; }

    public string? X { get; init; }

    public string? Smooth { get; init; }

    public string? Group { get; init; }

    public string? Steps { get; init; }

    public string? Zoom { get; init; }

    public string? Scale { get; init; }

    public string? Equal { get; init; }

    public string? Columns { get; init; }

    public string? Method { get; init; }

    public string? Outcome { get; init; }

    public IReadOnlyList<string> RunNames => [.. Address.Split(Runs).Distinct(StringComparer.Ordinal)];

    public CompareView View => Chosen(Show, CompareView.Glance);

    public CurveX Axis => Chosen(X, CurveX.Step);

    /// <summary>What decides who wins, and what a sweep is measured by.</summary>
    public Measure WinMeasure => MeasureOf(Wins) is { } measure && measure != Measure.Pgr ? measure : Measure.Quality;

    public Measure OutcomeMeasure => MeasureOf(Outcome) ?? Measure.Quality;

    public SortOrder Sort => SortOrder.Parse(Sorting, "");

    public int Page => int.TryParse(PageNumber, CultureInfo.InvariantCulture, out var page) && page > 1 ? page : 1;

    /// <summary>0 to <see cref="MostSmoothing"/>, in hundredths.</summary>
    public int Smoothing => int.TryParse(Smooth, CultureInfo.InvariantCulture, out var percent)
        ? Math.Clamp(percent, 0, MostSmoothing)
        : 0;

    public bool IsLogarithmic => Scale == "log";

    public bool IsOfMethods => Columns == "methods";

    public IReadOnlyList<string> StepNames => Address.Split(Steps);

    /// <summary>Run and system; null when nothing is pinned.</summary>
    public (string Run, string System)? Pinned =>
        Address.Split(Baseline) is [var run, var system] ? (run, system) : null;

    public AxisRange? ZoomRange =>
        Address.Split(Zoom) is [var from, var to]
        && double.TryParse(from, CultureInfo.InvariantCulture, out var min)
        && double.TryParse(to, CultureInfo.InvariantCulture, out var max)
        && double.IsFinite(min) && double.IsFinite(max) && min < max
            ? new AxisRange(min, max)
            : null;

    /// <summary>Options that all runs have alike are seen of one run alone, or where they are asked for.</summary>
    public bool IsEqualHidden(int runCount) => Equal switch
    {
        "hide" => true,
        "show" => false,
        _ => runCount > 1,
    };

    public bool IsTogether(int runCount) => runCount > 1 && (Together switch
    {
        "yes" => true,
        "no" => false,
        _ => runCount > RunsApart,
    });

    /// <summary>As an address has it.</summary>
    public static string Word<T>(T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();

    /// <summary>From the parts of an address, by their names.</summary>
    public static CompareQuery Of(Func<string, string?> part) => new()
    {
        Runs = part("runs"),
        Show = part("view"),
        Baseline = part("baseline"),
        Together = part("together"),
        Wins = part("wins"),
        Sorting = part("sort"),
        PageNumber = part("page"),
        Metric = part("metric"),
        X = part("x"),
        Smooth = part("smooth"),
        Group = part("group"),
        Steps = part("steps"),
        Zoom = part("zoom"),
        Scale = part("scale"),
        Equal = part("equal"),
        Columns = part("columns"),
        Method = part("method"),
        Outcome = part("outcome"),
    };

    private static T Chosen<T>(string? text, T otherwise)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => Word(value) == text).DefaultIfEmpty(otherwise).First();

    private static Measure? MeasureOf(string? name) => Measure.All.FirstOrDefault(measure => measure.Name == name);
}
