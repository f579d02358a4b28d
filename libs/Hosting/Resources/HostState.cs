namespace WeakToStrong.Hosting.Resources;

/// <summary>The host and its processes, as the state file has them. Nothing here is secret.</summary>
public sealed record HostState
{
    /// <summary>The host's own process: when it is gone, so is everything here.</summary>
    public required int Pid { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Where the tracker is; null until everything answered once.</summary>
    public string? Url { get; init; }

    public required IReadOnlyList<ResourceRow> Resources { get; init; }
}
