using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Tracker.Audits;

/// <summary>
/// What is known of an audit beside the run that executes it, which has its state and its times.
/// </summary>
public sealed class Audit
{
    /// <summary>The run that executes it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The audited run. The audit stays when that is removed.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    public required AuditLevel Level { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null until its report is written.</summary>
    public AuditVerdict? Verdict { get; init; }

    /// <summary>One sentence for people; null until the report is written.</summary>
    public string? Summary { get; init; }

    /// <summary>Where the first difference is, one line; null where there is none that could be located.</summary>
    public string? FirstDivergence { get; init; }

    /// <summary>Largest relative difference that was seen, where a tolerance decided.</summary>
    public double? LargestDifference { get; init; }
}
