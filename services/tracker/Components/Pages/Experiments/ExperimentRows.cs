using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>One page of the list.</summary>
public sealed record ExperimentList
{
    public required IReadOnlyList<ExperimentRow> Rows { get; init; }

    /// <summary>All that the filter lets through.</summary>
    public required int TotalCount { get; init; }

    /// <summary>Runs of the store, whatever the filter says.</summary>
    public required int StoreCount { get; init; }

    /// <summary>What is wrong with the filter; the rows are then those of the last one that was right.</summary>
    public SearchProblem? Wrong { get; init; }
}

/// <summary>A run as the list shows it.</summary>
public sealed record ExperimentRow
{
    public required RunRow Run { get; init; }

    public required ExperimentOutline Outline { get; init; }

    /// <summary>The best method's, once there is a report.</summary>
    public required Headline? Headline { get; init; }

    /// <summary>Loss of the latest training that has one; a value that was not finite is null.</summary>
    public required IReadOnlyList<double?> Loss { get; init; }

    /// <summary>Where it differs from others of its name on the page.</summary>
    public required IReadOnlyList<Distinction> Distinctions { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>What audits say of it now.</summary>
    public required AuditStanding Audits { get; init; }

    public string Id => Run.Id.ToString("N");

    /// <summary>Of the steps that were not there before.</summary>
    public double DoneFraction => Run.StepCount == Run.CachedCount
        ? 1
        : (double)(Run.CompletedCount - Run.CachedCount) / (Run.StepCount - Run.CachedCount);

    public bool IsUnderWay => Run is { Status: RunStatus.Running, IsHeld: false };
}

/// <summary>What of an experiment's file is told in a list.</summary>
public sealed record ExperimentOutline(IReadOnlyList<MethodOutline> Methods, IReadOnlyList<int> Seeds)
{
    public static ExperimentOutline Unknown { get; } = new([], []);
}

public sealed record MethodOutline(string Name, string Kind);

/// <summary>The performance gap that the best method recovered.</summary>
public sealed record Headline(string System, MeanInterval Pgr);
