using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Audits;

/// <summary>The table of audits, and what its rows come to say.</summary>
internal static class AuditTable
{
    public static IQueryable<Audit> Audits(this TrackerContext db) => db.Set<Audit>();

    /// <summary>In the transaction that ends the audit's run.</summary>
    public static Task<int> AddFindingsAsync(this TrackerContext db, Guid auditId, AuditReport report)
    {
        var divergence = DivergenceOf(report);
        var difference = report.Steps.Max(step => step.LargestDifference);
        return db.Audits().Where(audit => audit.RunId == auditId).ExecuteUpdateAsync(set => set
            .SetProperty(audit => audit.Verdict, report.Verdict)
            .SetProperty(audit => audit.Summary, report.Summary)
            .SetProperty(audit => audit.FirstDivergence, divergence)
            .SetProperty(audit => audit.LargestDifference, difference));
    }

    private static string? DivergenceOf(AuditReport report) =>
        FirstDivergenceText.Find(report) is { } first ? FirstDivergenceText.Of(first.Step, first.Divergence) : null;
}
