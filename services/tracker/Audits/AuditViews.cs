using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Audits;

/// <summary>An audit in a list.</summary>
public sealed record AuditRow
{
    /// <summary>The run that executes it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The audited run, which may have been removed since.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    public required AuditLevel Level { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>True when its host ended before it did: it goes on when it is retried.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>Null until its report is written.</summary>
    public required AuditVerdict? Verdict { get; init; }

    /// <summary>One sentence for people; null until the report is written.</summary>
    public required string? Summary { get; init; }

    /// <summary>Where the first difference is, one line; null where none was located.</summary>
    public required string? FirstDivergence { get; init; }

    /// <summary>Largest relative difference that was seen, where a tolerance decided.</summary>
    public required double? LargestDifference { get; init; }

    /// <summary>Who asked for it; null where nobody said.</summary>
    public required string? Author { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why there is no verdict although it ended.</summary>
    public required string? Failure { get; init; }

    /// <summary>Enough of the id for people.</summary>
    public string ShortId => RunRow.ShortIdOf(Id);

    public bool IsFinished => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}

/// <summary>Some audits, the newest first.</summary>
public sealed record AuditPage
{
    public const int MaxLimit = 200;

    public required IReadOnlyList<AuditRow> Audits { get; init; }

    /// <summary>All that there are, those of other pages too.</summary>
    public required int TotalCount { get; init; }
}

/// <summary>What audits say of a run now.</summary>
/// <param name="Latest">The latest one with a verdict; null where there is none.</param>
/// <param name="UnderWay">The latest one that has not ended; null where there is none.</param>
public sealed record AuditStanding(AuditRow? Latest, AuditRow? UnderWay)
{
    public static AuditStanding None { get; } = new(null, null);
}
