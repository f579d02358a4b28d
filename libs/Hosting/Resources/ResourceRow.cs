using System.Text.Json.Serialization;

namespace WeakToStrong.Hosting.Resources;

/// <summary>How a process of the host is, in the words of its table.</summary>
public enum ResourceState
{
    /// <summary>For something else to be healthy.</summary>
    Waiting,

    /// <summary>Until it answers for the first time.</summary>
    Starting,

    Running,

    /// <summary>It runs and answered once, but does not now.</summary>
    Unhealthy,

    Stopping,

    /// <summary>It ended as a program does that is done.</summary>
    Finished,

    /// <summary>It ended in another way.</summary>
    Exited,

    /// <summary>It never came to run.</summary>
    Failed,
}

/// <summary>One process of the host as its table shows it. Nothing here is secret.</summary>
public sealed record ResourceRow
{
    /// <summary>What the architecture calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its own name, which it keeps when it is started again.</summary>
    public required string Id { get; init; }

    /// <summary>The shorter of the two names that tells it from all others.</summary>
    [JsonIgnore]
    public string Label { get; init; } = "";

    public required ResourceState State { get; init; }

    /// <summary>Whether its health checks hold; null while there is nothing to ask.</summary>
    public bool? Healthy { get; init; }

    public required IReadOnlyList<string> Endpoints { get; init; }

    public int? Pid { get; init; }

    /// <summary>Times the host started it again.</summary>
    public int Restarts { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How it ended last; -1 when it was killed.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Equal in everything that is shown.</summary>
    public bool Equals(ResourceRow? other) =>
        other is not null
        && (Name, Id, State, Healthy, Pid) == (other.Name, other.Id, other.State, other.Healthy, other.Pid)
        && (Restarts, StartedAt, ExitCode) == (other.Restarts, other.StartedAt, other.ExitCode)
        && Endpoints.SequenceEqual(other.Endpoints, StringComparer.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);
}
