namespace WeakToStrong.Tracker.Orchestration;

/// <summary>Who executes an attempt.</summary>
public sealed record StepOwner
{
    public required Guid WorkerId { get; init; }

    /// <summary>The worker's endpoint, or null for the tracker itself.</summary>
    public required string? Endpoint { get; init; }

    public required string MachineName { get; init; }

    public required int ProcessId { get; init; }
}
