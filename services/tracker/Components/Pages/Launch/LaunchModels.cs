using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Tracker.Components.Charts;

namespace WeakToStrong.Tracker.Components.Pages.Launch;

/// <summary>What there is to start from, and the text that was chosen.</summary>
public sealed record LaunchStart
{
    /// <summary>The template's or the cloned run's, as the address asks.</summary>
    public required string Text { get; init; }

    /// <summary>What is wrong with it; it comes with the page, so that nothing moves later.</summary>
    public IReadOnlyList<InputProblem> Problems { get; init; } = [];

    /// <summary>Name of the template; null for a clone.</summary>
    public required string? Template { get; init; }

    /// <summary>Name and short id of the run that is cloned.</summary>
    public required string? Cloned { get; init; }

    public required IReadOnlyList<TemplateRow> Templates { get; init; }
}

/// <summary>A template as it is offered.</summary>
/// <param name="Name">Its folder under experiments.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="ExpectedSeconds">Null where it needs files that somebody has to name first.</param>
public sealed record TemplateRow(string Name, string Summary, double? ExpectedSeconds);

/// <summary>What somebody is about to launch: one text, as one run or as those of a sweep.</summary>
internal sealed record LaunchOrder
{
    public required string Text { get; init; }

    public required IReadOnlyList<SweepRun> Runs { get; init; }

    /// <summary>On every run of a sweep.</summary>
    public string? Tag { get; init; }
}

/// <summary>What a launch would do, all its runs together: a step that several name is done once.</summary>
public sealed record LaunchPlan
{
    /// <summary>Steps side by side that the times reckon with.</summary>
    public required int Slots { get; init; }

    public required double ExpectedSeconds { get; init; }

    public required int StepCount { get; init; }

    public required int CachedCount { get; init; }

    public required IReadOnlyList<KindRow> Kinds { get; init; }

    public required IReadOnlyList<GraphNode> Nodes { get; init; }

    public required IReadOnlyList<GraphEdge> Edges { get; init; }

    public required IReadOnlyList<PlannedRun> Runs { get; init; }
}

/// <summary>The steps of one kind.</summary>
public sealed record KindRow
{
    public required string Kind { get; init; }

    public required string Summary { get; init; }

    public required StepHost Host { get; init; }

    public required int Count { get; init; }

    public required int CachedCount { get; init; }

    /// <summary>Of one core, for what is not cached.</summary>
    public required double CoreSeconds { get; init; }
}

/// <summary>One run of a launch.</summary>
/// <param name="Name">What it will be called.</param>
/// <param name="StepCount">Its steps.</param>
/// <param name="NewCount">Those that neither the store has nor a run before it makes.</param>
public sealed record PlannedRun(string Name, int StepCount, int NewCount);
