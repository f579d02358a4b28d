using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>
/// One audit as its page shows it. What can be large is missing in what travels with the page: it comes with the first
/// look.
/// </summary>
public sealed record AuditModel
{
    public required AuditRow Audit { get; init; }

    /// <summary>0 to 1.</summary>
    public required double DoneFraction { get; init; }

    public required int StepCount { get; init; }

    public required int CompletedCount { get; init; }

    /// <summary>False when the audited run was removed.</summary>
    public required bool HasSubject { get; init; }

    /// <summary>Null until the audit is completed.</summary>
    public required AuditReport? Report { get; init; }

    /// <summary>Steps with findings, in the order of the plan; not more than are shown.</summary>
    public required IReadOnlyList<AuditedStep> Flawed { get; init; }

    /// <summary>Null while they are on their way, or until the audit is completed.</summary>
    public required IReadOnlyList<AuditedStep>? Steps { get; init; }

    /// <summary>Why there is no report although there should be one.</summary>
    public required string? ReportProblem { get; init; }

    /// <summary>The report and the statements about it, by name.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public string Id => Audit.Id.ToString("N");
}
