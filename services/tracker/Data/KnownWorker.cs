namespace WeakToStrong.Tracker.Data;

/// <summary>A worker as it last said it was. What it is busy with, its attempts say.</summary>
public sealed class KnownWorker
{
    public required Guid Id { get; init; }

    /// <summary>Name of the replica that it is, which outlives a restart; null where it has none.</summary>
    public string? Instance { get; init; }

    /// <summary>The hosts whose steps it executes, separated by blanks.</summary>
    public required string Roles { get; init; }

    /// <summary>Name of its own endpoint.</summary>
    public required string Endpoint { get; init; }

    public required int SlotCount { get; init; }

    /// <summary>Zero when it takes nothing until it says otherwise.</summary>
    public required int FreeSlotCount { get; init; }

    public required string MachineName { get; init; }

    public required int ProcessId { get; init; }

    public required DateTimeOffset HeardAt { get; init; }

    /// <summary>What its machine has, as it says for people.</summary>
    public string? Hardware { get; init; }
}
