using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>What the list of audits asks for.</summary>
public sealed record AuditsQuery(string? Name, int Page)
{
    public const int PageSize = 50;

    public int Skipped => (Page - 1) * PageSize;

    public static AuditsQuery Of(string? name, int? page) =>
        new(string.IsNullOrEmpty(name) ? null : name, Math.Clamp(page ?? 1, 1, int.MaxValue / PageSize));
}

/// <summary>A page of audits, and how the latest ones of each experiment came out.</summary>
public sealed record AuditsModel
{
    public required IReadOnlyList<AuditRow> Rows { get; init; }

    public required int TotalCount { get; init; }

    /// <summary>Names of audited experiments.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Of each name, the one that was audited last first.</summary>
    public required IReadOnlyList<AuditDrift> Drifts { get; init; }

    /// <summary>A finished run that could be audited where nothing was yet; null where there is none.</summary>
    public required string? Suggested { get; init; }
}

/// <summary>Audits of runs of one experiment over time, the oldest first.</summary>
public sealed record AuditDrift(string Name, IReadOnlyList<AuditMark> Marks);

/// <summary>One audit in a drift.</summary>
public sealed record AuditMark(
    Guid Id, DateTimeOffset At, AuditVerdict Verdict, AuditLevel Level, double? LargestDifference);
