using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Audits;

public sealed class RunHasNoProofException(Guid runId)
    : RunException(
        $"run {RunRow.ShortIdOf(runId)} has no proof to audit: an earlier version made it, or its folder was removed; "
        + "launch the experiment again and audit that run");

public sealed class AuditOfAuditException(Guid auditId, Guid subjectId)
    : RunException(
        $"run {RunRow.ShortIdOf(auditId)} is itself an audit; "
        + $"audit its subject again: {RunRow.ShortIdOf(subjectId)}");

public sealed class AuditNotFoundException(string name)
    : NotThereException($"there is no audit '{name}'; an audit is named by its id or the beginning of it");

public sealed class AuditHasNoReportException(Guid auditId)
    : RunException(
        $"audit {RunRow.ShortIdOf(auditId)} has no report yet; only completed audits have one");

public sealed class AuditFileNotFoundException(Guid auditId)
    : NotThereException(
        $"audit {RunRow.ShortIdOf(auditId)} has no such file; its list of files says which it has");
