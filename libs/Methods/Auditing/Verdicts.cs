using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Methods.Auditing;

/// <summary>What findings amount to.</summary>
internal static class Verdicts
{
    /// <summary>Of one step that was compared bit for bit.</summary>
    public static AuditVerdict Of(IReadOnlyCollection<AuditFinding> findings) =>
        findings.Count == 0 ? AuditVerdict.Reproduced
        : findings.All(finding => finding.Kind == FindingKind.Missing) ? AuditVerdict.Incomplete
        : AuditVerdict.Diverged;

    /// <summary>The worst: what diverged stands before what is not there.</summary>
    public static AuditVerdict Of(IEnumerable<AuditVerdict> verdicts)
    {
        var all = verdicts.ToHashSet();
        return all.Contains(AuditVerdict.Diverged) ? AuditVerdict.Diverged
            : all.Contains(AuditVerdict.Incomplete) ? AuditVerdict.Incomplete
            : all.Contains(AuditVerdict.WithinTolerance) ? AuditVerdict.WithinTolerance
            : AuditVerdict.Reproduced;
    }
}
