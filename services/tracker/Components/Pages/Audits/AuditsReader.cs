using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Audits;

/// <summary>Reads the list of audits with their drift over time.</summary>
public sealed class AuditsReader(TrackerDatabase database, AuditQueries audits)
{
    /// <summary>Marks of one experiment.</summary>
    public const int MostMarks = 40;

    private const int MostDrifts = 12;
    private const int LookedAt = 500;

    public async Task<AuditsModel> ReadAsync(AuditsQuery query, CancellationToken cancellationToken)
    {
        var page = await audits.ListAsync(query.Name, query.Skipped, AuditsQuery.PageSize, cancellationToken);
        return new AuditsModel
        {
            Rows = page.Audits,
            TotalCount = page.TotalCount,
            Names = await audits.NamesAsync(cancellationToken),
            Drifts = Drifts(await audits.VerdictsAsync(query.Name, LookedAt, cancellationToken)),
            Suggested = page.TotalCount == 0 ? await SuggestedAsync(cancellationToken) : null,
        };
    }

    /// <param name="verdicts">The newest first.</param>
    internal static IReadOnlyList<AuditDrift> Drifts(IReadOnlyList<AuditRow> verdicts) =>
    [
        .. verdicts.GroupBy(audit => audit.Name, StringComparer.Ordinal).Take(MostDrifts).Select(group =>
            new AuditDrift(group.Key, [.. group.Take(MostMarks).Reverse().Select(MarkOf)])),
    ];

    private static AuditMark MarkOf(AuditRow audit) => new(
        audit.Id, audit.CreatedAt, audit.Verdict!.Value, audit.Level, audit.LargestDifference);

    private Task<string?> SuggestedAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async db =>
        {
            var latest = await db.Experiments().Where(run => run.Status == RunStatus.Completed).NewestFirst()
                .Select(run => (Guid?)run.Id).FirstOrDefaultAsync(cancellationToken);
            return latest?.ToString("N");
        },
        cancellationToken);
}
