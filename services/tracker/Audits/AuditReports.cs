using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Audits;

/// <summary>
/// The reports of audits, each in the folder of the run that executed it, with the statements about it beside it.
/// </summary>
public sealed class AuditReports(ArtifactStore store)
{
    /// <summary>Files of one audit that are ever listed.</summary>
    private const int MostFiles = 1000;

    private const string Unfinished = ".unfinished";

    /// <summary>The audit's report; null until it is completed.</summary>
    /// <exception cref="InvalidDataException">It was changed into something that is none.</exception>
    public AuditReport? Find(Guid auditId)
    {
        var path = PathOf(auditId);
        if (!File.Exists(path))
            return null;
        try
        {
            return AuditFile.Read(path);
        }
        catch (InputException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>Where the report is, once there is one.</summary>
    public string PathOf(Guid auditId) => Path.Combine(FolderOf(auditId), AuditFile.FileName);

    /// <summary>Names of what can be taken away: the report first, and what states something about it.</summary>
    public IReadOnlyList<string> FilesOf(Guid auditId)
    {
        if (!File.Exists(PathOf(auditId)))
            return [];
        var names = Directory.EnumerateFiles(FolderOf(auditId)).Select(path => Path.GetFileName(path))
            .Where(name => !name.EndsWith(Unfinished, StringComparison.Ordinal)).Take(MostFiles);
        return
        [
            .. names.OrderBy(name => name != AuditFile.FileName).ThenBy(name => name, StringComparer.Ordinal),
        ];
    }

    /// <summary>One of those; null when it is not there.</summary>
    public FileInfo? FindFile(Guid auditId, string name) =>
        FilesOf(auditId).Contains(name, StringComparer.Ordinal)
            ? new FileInfo(Path.Combine(FolderOf(auditId), name))
            : null;

    /// <summary>Takes the report out of what the audit's last step made; may be done again.</summary>
    internal AuditReport Publish(RunView audit)
    {
        var made = audit.Steps.Single(step => step.Key == audit.ReportStepKey).Outputs.Values.Single();
        var report = AuditFile.Read(Path.Combine(store.ArtifactPath(made), AuditFile.FileName));
        var path = Path.Combine(store.RunFolder(audit.Run.Id.ToString("N")), AuditFile.FileName);
        // Before the report: whoever sees it sees the statements about it too.
        Sign(Path.GetDirectoryName(path)!, report);
        RunFile.Write(path, unfinished => File.WriteAllText(unfinished, AuditFile.Write(report)));
        return report;
    }

    private void Sign(string folder, AuditReport report)
    {
        var proofPath = RunProofWriter.PathOf(store.Root, Guid.ParseExact(report.Subject, "N"));
        var proof = File.Exists(proofPath) ? RunProof.Read(proofPath) : null;
        using var key = SigningKey.OpenOrCreate();
        AuditAttestation.Write(
            folder,
            report,
            // The report says what is wrong with a proof that is not the one that was audited.
            proof?.Digest() == report.ProofDigest ? proof : null,
            key,
            digest => store.HasArtifact(digest) ? store.ArtifactPath(digest) : null);
    }

    private string FolderOf(Guid auditId) => RunReportWriter.FolderOf(store.Root, auditId);
}
