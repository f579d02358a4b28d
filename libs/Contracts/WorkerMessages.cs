namespace WeakToStrong.Contracts;

/// <summary>A worker has free slots. Repeated on a timer, so losing one costs a few seconds.</summary>
public sealed record WorkerReady
{
    public required Guid WorkerId { get; init; }

    /// <summary>The services this worker stands for: <c>trainer</c>, <c>labeler</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Name of the worker's own endpoint, to which <see cref="RunStep"/> is sent.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Steps it executes side by side at most.</summary>
    public required int SlotCount { get; init; }

    /// <summary>Zero when it takes no more work, for instance because it is stopping.</summary>
    public required int FreeSlotCount { get; init; }

    public required string MachineName { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>
    /// Name that outlives a restart of the process (one replica of one service), or null. A worker that says it and has
    /// a new <see cref="WorkerId"/> follows one that is gone, with everything that one executed.
    /// </summary>
    public string? Instance { get; init; }

    /// <summary>What its machine has, for people: cores, memory, devices; null from one that does not say.</summary>
    public string? Hardware { get; init; }
}

/// <summary>A worker took the step and started its runner.</summary>
public sealed record StepStarted
{
    public required Guid AttemptId { get; init; }

    public required int AttemptNumber { get; init; }

    public required string StepKey { get; init; }

    public required Guid WorkerId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}

/// <summary>A worker had no slot for the step: it goes back to the queue, and nothing has failed.</summary>
public sealed record StepDeclined
{
    public required Guid AttemptId { get; init; }

    public required int AttemptNumber { get; init; }

    public required string StepKey { get; init; }

    public required Guid WorkerId { get; init; }
}

/// <summary>The lease of a running attempt: sent every 10 s whether or not there is progress.</summary>
public sealed record LeaseRenewed
{
    public required Guid AttemptId { get; init; }

    public required int AttemptNumber { get; init; }

    public required string StepKey { get; init; }
}

/// <summary>Progress and metrics since the last such message, coalesced by the worker to a few a second.</summary>
public sealed record StepProgressed
{
    public required Guid AttemptId { get; init; }

    public required int AttemptNumber { get; init; }

    public required string StepKey { get; init; }

    public required long DoneCount { get; init; }

    public required long TotalCount { get; init; }

    /// <summary>What is counted: <c>updates</c>, <c>answers</c>, <c>rollouts</c>.</summary>
    public required string Unit { get; init; }

    public required IReadOnlyList<MetricPoint> Metrics { get; init; }

    /// <summary>Points left out, evenly, because there were more than a message holds.</summary>
    public int ThinnedCount { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }
}

/// <summary>
/// One value of one metric, under TRL's name, at a count of finished units; null where it was not finite, which neither
/// JSON nor the databases can say.
/// </summary>
public sealed record MetricPoint(string Name, long At, double? Value)
{
    public static MetricPoint Of(string name, long at, double value) =>
        new(name, at, double.IsFinite(value) ? value : null);
}

/// <summary>The step's outputs are in the store.</summary>
public sealed record StepCompleted
{
    public required Guid AttemptId { get; init; }

    public required int AttemptNumber { get; init; }

    public required string StepKey { get; init; }

    /// <summary>Output name → digest of the artifact.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>True when the store had the outputs already, so nothing was computed.</summary>
    public bool IsReused { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }
}

/// <summary>The attempt ended without outputs.</summary>
public sealed record StepFailed
{
    public required Guid AttemptId { get; init; }

    public required int AttemptNumber { get; init; }

    public required string StepKey { get; init; }

    public required FailureReason Reason { get; init; }

    /// <summary>One line for people.</summary>
    public required string Detail { get; init; }

    /// <summary>Finished units that its runner last spoke of: the message that says so may come later.</summary>
    public long? DoneCount { get; init; }

    public required DateTimeOffset FailedAt { get; init; }
}

/// <summary>Why an attempt ended without outputs.</summary>
public enum FailureReason
{
    /// <summary>The input or the options are wrong; trying again changes nothing.</summary>
    InvalidInput,

    /// <summary>Stopped on request, with its checkpoint saved.</summary>
    Stopped,

    /// <summary>The runner died or was killed; another attempt resumes from the checkpoint.</summary>
    RunnerLost,

    /// <summary>The disk or the store's limit is full.</summary>
    StorageFull,

    /// <summary>Something is missing on the machine (libtorch, for instance).</summary>
    MissingPrerequisite,

    /// <summary>Anything else.</summary>
    Error,
}

/// <summary>Tracker to one worker: stop this attempt at its next boundary.</summary>
public sealed record StopStep
{
    public required Guid AttemptId { get; init; }

    public required string StepKey { get; init; }
}
