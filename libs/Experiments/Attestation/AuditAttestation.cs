using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// Signs what an audit found, in the folder of the run that executed it: <c>audit.intoto.json</c> the verdict;
/// <c>provenance.intoto.json</c> how the artifacts were made; <c>models/DIGEST.sig</c> every model that reproduced. A
/// signature lies beside its model and not in it, because the store's artifacts are named after all that is in them.
/// </summary>
public static class AuditAttestation
{
    public const string AuditFileName = "audit.intoto.json";
    public const string ProvenanceFileName = "provenance.intoto.json";
    public const string ModelsFolderName = "models";

    private const string ModelOutput = "model";

    /// <summary>Writes all of it; again and again leaves the same statements. Returns the paths.</summary>
    /// <param name="folder">Of the run that executed the audit.</param>
    /// <param name="report">Of the audit.</param>
    /// <param name="proof">Of the audited run; null where that is what is missing.</param>
    /// <param name="key">Signs.</param>
    /// <param name="artifactFolder">Digest → the artifact's folder, or null where it is not at hand.</param>
    /// <exception cref="ArgumentException">The report is not about this proof.</exception>
    /// <exception cref="AttestationException">A model is not the one that was audited any more.</exception>
    public static IReadOnlyList<string> Write(
        string folder, AuditReport report, RunProof? proof, SigningKey key, Func<string, string?> artifactFolder)
    {
        if (proof is not null && (proof.RunId != report.Subject || proof.Digest() != report.ProofDigest))
            throw new ArgumentException($"audit {report.Id} is not about the proof of run {proof.RunId}");
        var written = new List<string>();
        if (IsGood(report.Verdict))
            foreach (var (digest, name) in ModelsOf(report))
                if (artifactFolder(digest) is { } model)
                    written.Add(WriteModel(folder, digest, name, model, key));
        // Nobody signs where something comes from that turned out to come from elsewhere.
        if (proof is not null && IsGood(report.Verdict))
            written.Add(WriteStatement(folder, ProvenanceFileName, ProvenanceStatement.Of(proof), key));
        // Last: where this one is, the others are.
        written.Add(WriteStatement(folder, AuditFileName, AuditStatement.Of(report, proof), key));
        return written;
    }

    /// <summary>The signature of a model in an audit's folder; need not be there.</summary>
    public static string ModelSignaturePath(string folder, string digest) =>
        Digests.IsDigest(digest)
            ? Path.Combine(folder, ModelsFolderName, digest + ".sig")
            : throw new ArgumentException($"'{digest}' is not a SHA-256 digest");

    private static bool IsGood(AuditVerdict verdict) =>
        verdict is AuditVerdict.Reproduced or AuditVerdict.WithinTolerance;

    private static IEnumerable<(string Digest, string Name)> ModelsOf(AuditReport report) =>
        (from step in report.Steps
         where step.Verdict == AuditVerdict.Reproduced
         from output in step.Outputs
         where output.Key == ModelOutput
         select (Digest: output.Value, Name: $"{step.Name} / {output.Key}")).DistinctBy(model => model.Digest);

    private static string WriteModel(string folder, string digest, string name, string model, SigningKey key)
    {
        var files = Digests.FilesOf(model);
        if (Digests.OfFiles(files) != digest)
            throw new AttestationException(model, "is not the model that was audited: its files were changed since");
        var path = ModelSignaturePath(folder, digest);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Durable.WriteFile(path, ModelSignature.Sign(key, name, files));
        return path;
    }

    private static string WriteStatement(string folder, string fileName, InTotoStatement statement, SigningKey key)
    {
        var path = Path.Combine(folder, fileName);
        Durable.WriteFile(path, statement.Sign(key).ToFile());
        return path;
    }
}
