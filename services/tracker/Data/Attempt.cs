using WeakToStrong.Contracts;

namespace WeakToStrong.Tracker.Data;

/// <summary>One execution of a step: where, when, how far and how it ended. Nothing here decides a result.</summary>
public sealed class Attempt
{
    public required Guid Id { get; init; }

    public required string StepKey { get; init; }

    /// <summary>Counts the attempts of the step from 1.</summary>
    public required int Number { get; init; }

    public required AttemptStatus Status { get; init; }

    public required Guid WorkerId { get; init; }

    /// <summary>The worker's endpoint, or null for a step that the tracker executes itself.</summary>
    public string? Endpoint { get; init; }

    public required string MachineName { get; init; }

    public required int ProcessId { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>After this time without a renewal the attempt is lost.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    public DateTimeOffset? ProgressedAt { get; init; }

    public long DoneCount { get; init; }

    public long TotalCount { get; init; }

    public string? Unit { get; init; }

    /// <summary>Metric points left out because they came faster than they could be told.</summary>
    public long ThinnedCount { get; init; }

    public FailureReason? Reason { get; init; }

    public string? Detail { get; init; }
}

public enum AttemptStatus
{
    /// <summary>Claimed and sent; the worker has not answered yet.</summary>
    Claimed,
    Running,
    Completed,
    Failed,

    /// <summary>Stopped on request, checkpoint kept.</summary>
    Stopped,

    /// <summary>Its runner, worker or host is gone.</summary>
    Lost,

    /// <summary>The worker had no slot for it.</summary>
    Declined,
}
