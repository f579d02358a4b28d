using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// Holds a run's report against the digest that its proof has of it: the artifact, and what is read in its place, the
/// copy in the run's folder.
/// </summary>
internal static class ReportAudit
{
    /// <param name="claim">The step that made the report.</param>
    public static IEnumerable<AuditFinding> Of(ArtifactStore store, StepClaim claim, RecordAuditOptions options)
    {
        if (options.Proof.ReportDigest is not { } digest)
            yield break;
        // What is not in the store is said of the step's outputs.
        var made = claim.Outputs.Values.Where(output => !options.IsImported && store.HasArtifact(output));
        foreach (var folder in made.Select(store.ArtifactPath).Append(store.RunFolder(options.Proof.RunId)))
            if (Problem(Path.Combine(folder, ReportFile.Name), digest) is { } problem)
                yield return problem;
    }

    private static AuditFinding? Problem(string path, string digest)
    {
        if (!File.Exists(path))
            return new AuditFinding { Kind = FindingKind.Missing, Text = $"{path} is not there any more" };
        try
        {
            var found = ReportFile.Read(path).ReportDigest;
            return found == digest ? null : Changed(
                $"{path} is the report {found[..12]}; the proof says {digest[..12]}");
        }
        catch (InvalidDataException exception)
        {
            return Changed(exception.Message);
        }
    }

    private static AuditFinding Changed(string text) => new() { Kind = FindingKind.Artifact, Text = text };
}
