using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.DeadLetters;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Api.Status;

/// <summary>How the whole is doing.</summary>
public sealed record SystemView
{
    public required string Version { get; init; }

    public required string MachineName { get; init; }

    public required int ProcessId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether this tracker is the one that schedules; of several over one database one is.</summary>
    public required bool IsLeading { get; init; }

    /// <summary>Status → runs in it.</summary>
    public required IReadOnlyDictionary<string, int> Runs { get; init; }

    /// <summary>Status → steps in it; the ready ones wait for a worker.</summary>
    public required IReadOnlyDictionary<string, int> Steps { get; init; }

    public required IReadOnlyList<WorkerRow> Workers { get; init; }

    /// <summary>Steps side by side that the workers offer together.</summary>
    public required int SlotCount { get; init; }

    /// <summary>What is being executed anywhere, with the lease of each, the longest first.</summary>
    public required IReadOnlyList<WorkerAttempt> Attempts { get; init; }

    /// <summary>Ready steps that wait for a worker, by kind.</summary>
    public required IReadOnlyList<ReadySteps> Queues { get; init; }

    /// <summary>The broker; null where messages stay in this process.</summary>
    public required BrokerStatus? Broker { get; init; }

    public required DatabaseStatus Database { get; init; }

    public required IReadOnlyList<JobRow> Jobs { get; init; }

    public required RuntimeStatus Runtime { get; init; }

    public required StoreStatus Store { get; init; }

    /// <summary>The app host's table of resources; null when no app host started this.</summary>
    public required JsonNode? Host { get; init; }
}

/// <summary>Ready steps of one kind.</summary>
public sealed record ReadySteps(string Kind, StepHost Host, int StepCount);

/// <summary>The broker as this tracker last saw it.</summary>
public sealed record BrokerStatus
{
    /// <summary>Host and port.</summary>
    public required string Address { get; init; }

    /// <summary>Why it could not be asked; null when it answered.</summary>
    public required string? Problem { get; init; }

    public required IReadOnlyList<QueueDepth> Queues { get; init; }

    /// <summary>Messages that no consumer could take.</summary>
    public required long DeadLetterCount { get; init; }
}

/// <summary>Something that is done again and again.</summary>
public sealed record JobRow(string Name, DateTimeOffset? LastAt, DateTimeOffset? NextAt);

/// <summary>What the tracker's process runs on.</summary>
public sealed record RuntimeStatus(string Framework, string OperatingSystem, int ProcessorCount);

/// <summary>The artifact store and the disk it lies on, in bytes.</summary>
public sealed record StoreStatus
{
    public required string Path { get; init; }

    /// <summary>What the artifacts take, measured at <see cref="MeasuredAt"/>.</summary>
    public required long ArtifactBytes { get; init; }

    public required DateTimeOffset MeasuredAt { get; init; }

    public required long FreeBytes { get; init; }

    public required long DiskBytes { get; init; }
}
