using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>Everything that the page shows; of the views only the one that is asked for.</summary>
public sealed record CompareModel
{
    public required IReadOnlyList<RunTitle> Runs { get; init; }

    /// <summary>Asked for, and not there; each with the reason.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Runs asked for beyond the most that are compared.</summary>
    public required int LeftOutCount { get; init; }

    /// <summary>Labels of runs that found the same to the last bit.</summary>
    public IReadOnlyList<IReadOnlyList<string>> EqualRuns { get; init; } = [];

    /// <summary>Runs without results, and why.</summary>
    public IReadOnlyList<RunWithoutReport> WithoutReport { get; init; } = [];

    public GlanceModel? Glance { get; init; }

    public ResultsModel? Results { get; init; }

    public CurvesModel? Curves { get; init; }

    public OptionsModel? Options { get; init; }

    public SweepModel? Sweep { get; init; }
}

/// <summary>A compared run as it is called and coloured everywhere on the page.</summary>
public sealed record RunTitle
{
    public required Guid Id { get; init; }

    /// <summary>Its name, and enough of its id where others have the same name.</summary>
    public required string Label { get; init; }

    public required string Color { get; init; }

    /// <summary>What tells it from the others: its name, or else an option that differs, or the id's start.</summary>
    public required string Tag { get; init; }

    public required RunStatus Status { get; init; }

    public required bool IsHeld { get; init; }

    public required string? Failure { get; init; }

    public string Key => Id.ToString("N");
}

public sealed record RunWithoutReport(string Label, string Why);

/// <summary>Methods side by side.</summary>
public sealed record GlanceModel
{
    /// <summary>Every system of all runs at once, instead of each run's.</summary>
    public required bool IsTogether { get; init; }

    public required IReadOnlyList<GlanceRow> Rows { get; init; }

    /// <summary>Systems beyond the most that are drawn.</summary>
    public required int LeftOutCount { get; init; }

    public required WinsModel Wins { get; init; }
}

public sealed record GlanceRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The run's tag, where a system has a row for each of several runs.</summary>
    public required string? Tag { get; init; }

    public required string System { get; init; }

    public required string Color { get; init; }

    public required string? Note { get; init; }

    public required MeanInterval Quality { get; init; }

    public required MeanInterval Helpfulness { get; init; }

    public required MeanInterval Harmlessness { get; init; }

    public required MeanInterval? Pgr { get; init; }

    public required bool IsOnFront { get; init; }
}

/// <summary>Every system against every other, answer by answer.</summary>
public sealed record WinsModel
{
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>[row][column]; null on the diagonal and where two have no question in common.</summary>
    public required IReadOnlyList<IReadOnlyList<WinView?>> Cells { get; init; }

    /// <summary>Why there is none, or what is left out.</summary>
    public required string? Note { get; init; }
}

public sealed record WinView(
    MeanInterval Rate, bool IsSignificant, bool IsOverSeeds, int Wins, int Losses, int Ties);

/// <summary>Systems and measures, with differences to the pinned one.</summary>
public sealed record ResultsModel
{
    public required IReadOnlyList<ResultRow> Rows { get; init; }

    public required int TotalCount { get; init; }

    /// <summary>What the pinned system is called; null without one.</summary>
    public required string? BaselineName { get; init; }

    /// <summary>The address pins something that is not among the compared.</summary>
    public required bool IsBaselineMissing { get; init; }
}

public sealed record ResultRow
{
    /// <summary>Run and system, as an address pins them.</summary>
    public required string Id { get; init; }

    /// <summary>Place of its run.</summary>
    public required int Run { get; init; }

    public required string System { get; init; }

    public required string Color { get; init; }

    public required int SeedCount { get; init; }

    public required bool IsBaseline { get; init; }

    /// <summary>In the order of the measures.</summary>
    public required IReadOnlyList<ResultValue> Values { get; init; }
}

public sealed record ResultValue(MeanInterval? Value, DeltaView? Delta);

/// <param name="Difference">To the pinned system, of so many pairs of seeds where it is paired.</param>
/// <param name="IsPaired">Of equal seeds.</param>
/// <param name="IsSignificant">Its interval excludes 0.</param>
/// <param name="SeedCount">Seeds of the value beside it, or of the pinned one where that has more.</param>
public sealed record DeltaView(MeanInterval Difference, bool IsPaired, bool IsSignificant, int SeedCount)
{
    /// <summary>It leaves out seeds, so that it is not the difference of the means that are shown.</summary>
    public bool IsOfFewerSeeds => IsPaired && Difference.N < SeedCount;
}

/// <summary>One metric of many steps over one axis.</summary>
public sealed record CurvesModel
{
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The one that is shown; null when no step has any.</summary>
    public required string? Metric { get; init; }

    public required IReadOnlyList<StepChoice> Steps { get; init; }

    public required IReadOnlyList<GroupChoice> Groups { get; init; }

    public required IReadOnlyList<LineSeries> Lines { get; init; }

    /// <summary>Lines have the colours of their runs, else those of their systems.</summary>
    public required bool IsByRun { get; init; }

    public required bool IsLogarithmic { get; init; }

    /// <summary>The whole x axis.</summary>
    public required AxisRange? Extent { get; init; }

    /// <summary>What a reader has to know: what is left out, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Steps of one name over all runs and seeds.</summary>
public sealed record StepChoice(string Name, int Count, bool IsShown);

public sealed record GroupChoice(string Value, string Title);

/// <summary>Options side by side, of runs or of methods.</summary>
public sealed record OptionsModel
{
    public required IReadOnlyList<string> Columns { get; init; }

    public required IReadOnlyList<OptionLine> Lines { get; init; }

    /// <summary>Options that are the same everywhere, shown or not.</summary>
    public required int EqualCount { get; init; }

    public required string? Note { get; init; }
}

/// <summary>One option: a single value where it is the same in all columns.</summary>
public sealed record OptionLine(string Path, bool IsEqual, IReadOnlyList<string?> Values);

/// <summary>Runs as lines over what varies between them.</summary>
public sealed record SweepModel
{
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Whose results are measured; null when no run has a method.</summary>
    public required string? Method { get; init; }

    public required IReadOnlyList<SweepColumn> Columns { get; init; }

    /// <summary>The best first.</summary>
    public required IReadOnlyList<SweepRow> Rows { get; init; }

    public required string? Note { get; init; }
}

public sealed record SweepColumn(string Path, bool IsNumber, bool IsLogarithmic);

public sealed record SweepRow(
    string Id, string Label, string Color, IReadOnlyList<string?> Values, MeanInterval? Result);
