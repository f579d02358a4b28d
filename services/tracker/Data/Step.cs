using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Tracker.Data;

/// <summary>A node of the graph, global by its key: equal steps of two runs are this one row.</summary>
public sealed class Step
{
    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required StepHost Host { get; init; }

    public required string SpecJson { get; init; }

    /// <summary>Rough cost in seconds of one core.</summary>
    public required double CostSeconds { get; init; }

    /// <summary>Cost of the longest chain from here to the end of a run: what is claimed first.</summary>
    public required double PathSeconds { get; init; }

    public required StepStatus Status { get; init; }

    /// <summary>Number of the latest attempt; messages of an older one change nothing.</summary>
    public required int AttemptCount { get; init; }

    /// <summary>
    /// Runners that died one after the other without getting any further; bounds how often that is tried.
    /// </summary>
    public required int LostCount { get; init; }

    /// <summary>Output name → digest, as JSON, once completed.</summary>
    public string? OutputsJson { get; init; }

    public string? Failure { get; init; }
}

public enum StepStatus
{
    /// <summary>Some input is not there yet.</summary>
    Waiting,

    /// <summary>May be claimed.</summary>
    Ready,
    Running,
    Completed,
    Failed,
    Cancelled,
}
