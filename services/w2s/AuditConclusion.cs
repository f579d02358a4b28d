using WeakToStrong.Experiments.Auditing;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s;

/// <summary>Says what an audit found, and returns what the process says to the shell.</summary>
internal static class AuditConclusion
{
    public static int Write(LocatedAudit audit, bool asJson)
    {
        if (asJson)
            Console.Out.WriteLine(AuditFile.Write(audit.Report));
        else
            AuditView.Write(Terminal.Out, audit.Report, audit.Location);
        return audit.Report.Verdict is AuditVerdict.Reproduced or AuditVerdict.WithinTolerance
            ? ExitCode.Done
            : ExitCode.Failed;
    }
}
