using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>A run in a list.</summary>
public sealed record RunRow
{
    private const int ShortLength = 8;

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What it is a run of; that of an audit is no experiment's.</summary>
    public required string Task { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>True when its host ended before it did: it goes on when it is retried.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>Who launched it; null where nobody said.</summary>
    public string? Author { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When it came here in an archive; null for a run that was launched here.</summary>
    public DateTimeOffset? ImportedAt { get; init; }

    public required int StepCount { get; init; }

    public required int CompletedCount { get; init; }

    /// <summary>Steps whose outputs were there before the run was launched.</summary>
    public required int CachedCount { get; init; }

    public required string? Failure { get; init; }

    /// <summary>Enough of the id for people.</summary>
    public string ShortId => ShortIdOf(Id);

    public bool IsAudit => Task == AuditExperiment.TaskName;

    public bool IsFinished => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>As much of a run's id as people are shown.</summary>
    public static string ShortIdOf(Guid runId) => runId.ToString("N")[..ShortLength];
}

/// <summary>A run with its steps in the order of the plan.</summary>
public sealed record RunView
{
    public required RunRow Run { get; init; }

    public required string ExperimentText { get; init; }

    public required string ReportStepKey { get; init; }

    public required IReadOnlyList<StepRow> Steps { get; init; }

    /// <summary>Estimated cost of what this run had or has to compute, in seconds of one core.</summary>
    public double TotalSeconds => Steps.Where(step => !step.IsCached).Sum(step => step.CostSeconds);

    /// <summary>The part of <see cref="TotalSeconds"/> that is done, running steps by their progress.</summary>
    public double DoneSeconds =>
        Steps.Where(step => !step.IsCached).Sum(step => step.CostSeconds * step.DoneFraction);
}

public sealed record StepRow
{
    public required string Key { get; init; }

    /// <summary>Name within the run: <c>seed 1 / sft</c>.</summary>
    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required StepHost Host { get; init; }

    public required StepStatus Status { get; init; }

    /// <summary>True when its outputs were there before the run was launched.</summary>
    public required bool IsCached { get; init; }

    public required int AttemptCount { get; init; }

    public required double CostSeconds { get; init; }

    /// <summary>Output name → digest; empty until completed.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    public required AttemptRow? LastAttempt { get; init; }

    public required string? Failure { get; init; }

    public double DoneFraction => Status switch
    {
        StepStatus.Completed => 1,
        StepStatus.Running when LastAttempt is { TotalCount: > 0 } attempt =>
            Math.Clamp((double)attempt.DoneCount / attempt.TotalCount, 0, 1),
        _ => 0,
    };
}

public sealed record AttemptRow
{
    public required int Number { get; init; }

    public required AttemptStatus Status { get; init; }

    public required string MachineName { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required DateTimeOffset? ProgressedAt { get; init; }

    public required long DoneCount { get; init; }

    public required long TotalCount { get; init; }

    public required string? Unit { get; init; }

    public required long ThinnedCount { get; init; }

    public required FailureReason? Reason { get; init; }

    public required string? Detail { get; init; }

    public TimeSpan? Duration => EndedAt - (StartedAt ?? ClaimedAt);
}
