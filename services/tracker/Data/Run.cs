namespace WeakToStrong.Tracker.Data;

/// <summary>One launch of an experiment.</summary>
public sealed class Run
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Task { get; init; }

    /// <summary>The experiment as it was launched, overrides applied.</summary>
    public required string ExperimentText { get; init; }

    public required string ReportStepKey { get; init; }

    public required RunStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Set when its host ended before it did: no step is taken until the run is retried.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>The first failure, one line.</summary>
    public string? Failure { get; init; }

    /// <summary>The trace that it was launched in, as W3C text, or null where there was none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Who launched it, as they call themselves; null where nobody said.</summary>
    public string? Author { get; init; }

    /// <summary>The same as searches compare it: the databases know the small letters of few alphabets.</summary>
    public string? AuthorFolded { get; init; }

    /// <summary>When it came here in an archive; null for a run that was launched here.</summary>
    public DateTimeOffset? ImportedAt { get; init; }
}

public enum RunStatus
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}
