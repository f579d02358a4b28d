using System.Text.Json.Nodes;

namespace WeakToStrong.Tracker.Api.Status;

/// <summary>How the whole is doing.</summary>
public sealed record SystemView
{
    public required string Version { get; init; }

    public required string MachineName { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Status → runs in it.</summary>
    public required IReadOnlyDictionary<string, int> Runs { get; init; }

    /// <summary>Status → steps in it; the ready ones wait for a worker.</summary>
    public required IReadOnlyDictionary<string, int> Steps { get; init; }

    /// <summary>Steps side by side that the workers offer together.</summary>
    public required int SlotCount { get; init; }

    public required StoreStatus Store { get; init; }

    /// <summary>The app host's table of resources; null when no app host started this.</summary>
    public required JsonNode? Host { get; init; }
}

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
