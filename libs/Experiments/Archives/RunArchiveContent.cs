using System.Text;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Experiments.Archives;

/// <summary>What of a run goes into its archive.</summary>
public sealed record RunArchiveContent
{
    public required RunProof Proof { get; init; }

    /// <summary>Path within the archive → what lies there, in the order of paths.</summary>
    public required IReadOnlyDictionary<string, ArchiveMember> Members { get; init; }

    /// <summary>Collects experiment, proof, report, manifests, ledgers and audits of a run.</summary>
    /// <param name="storeRoot">The store.</param>
    /// <param name="runId">Id of the run, as its folder is named.</param>
    /// <param name="auditIds">Ids of its audits that were executed here.</param>
    /// <param name="withData">Also the files that went in.</param>
    /// <exception cref="InputException">Something that belongs to it is not there.</exception>
    public static RunArchiveContent Collect(
        string storeRoot, string runId, IEnumerable<string> auditIds, bool withData)
    {
        var runs = Path.Combine(storeRoot, "runs");
        var runFolder = Path.Combine(runs, runId);
        var proofPath = Path.Combine(runFolder, ArchivePaths.Proof);
        if (!File.Exists(proofPath))
            throw new InputException(
                runId, null, "has no proof: it is not completed, or was run by an earlier version; run it again");
        var proof = RunProof.Read(proofPath);
        var members = new SortedDictionary<string, ArchiveMember>(StringComparer.Ordinal)
        {
            [ArchivePaths.Experiment] = ArchiveMember.OfBytes(Encoding.UTF8.GetBytes(proof.ExperimentText)),
            [ArchivePaths.Proof] = ArchiveMember.OfFile(proofPath),
            [ArchivePaths.Report] = Required(Path.Combine(runFolder, ArchivePaths.Report), runId),
        };
        foreach (var step in proof.Steps)
            AddStep(members, step, storeRoot, runFolder);
        AddAudits(members, [.. auditIds.Select(id => Path.Combine(runs, id)), .. AuditFolders.CameWith(runFolder)]);
        if (withData)
            AddData(members, ArchivedData.PointTo(proof, runFolder));
        return new RunArchiveContent { Proof = proof, Members = members };
    }

    private static void AddStep(
        SortedDictionary<string, ArchiveMember> members, StepClaim step, string storeRoot, string runFolder)
    {
        if (step.Proof is not { } left)
            return;
        // Of an imported run it lies in the run's folder, unless the step was executed here too.
        var proofs = new[] { storeRoot, runFolder }.Select(root => new StepProofs(root))
            .FirstOrDefault(proofs => File.Exists(proofs.Manifest(step.Key, left.Manifest)))
            ?? throw new InputException(step.Name, null, $"its manifest {left.Manifest} is not there any more");
        foreach (var manifest in Directory.EnumerateFiles(proofs.Manifests(step.Key), "*.json"))
            members[ArchivePaths.Manifest(step.Key, Path.GetFileName(manifest))] = ArchiveMember.OfFile(manifest);
        if (left.LedgerEntries > 0 || File.Exists(proofs.Ledger(step.Key)))
            members[ArchivePaths.Ledger(step.Key)] = Required(proofs.Ledger(step.Key), step.Name);
    }

    private static void AddAudits(
        SortedDictionary<string, ArchiveMember> members, IEnumerable<string> folders)
    {
        foreach (var folder in folders)
            foreach (var file in AuditFolders.FilesOf(folder))
                members.TryAdd(
                    ArchivePaths.Audit(Path.GetFileName(folder), Path.GetRelativePath(folder, file)),
                    ArchiveMember.OfFile(file));
    }

    private static void AddData(SortedDictionary<string, ArchiveMember> members, RunProof proof)
    {
        var files = proof.Steps.SelectMany(step => step.Spec.Files.Values).DistinctBy(file => file.Sha256);
        foreach (var file in files)
        {
            if (!File.Exists(file.Path))
                throw new InputException(file.Path, null, "went into the run and is not there any more");
            if (Digests.OfFile(file.Path) != file.Sha256)
                throw new InputException(file.Path, null, "is not what went into the run: it was changed since");
            members[ArchivePaths.DataFile(file.Sha256, file.Path)] = ArchiveMember.OfFile(file.Path);
        }
    }

    private static ArchiveMember Required(string path, string owner) =>
        File.Exists(path)
            ? ArchiveMember.OfFile(path)
            : throw new InputException(owner, null, $"its {Path.GetFileName(path)} is not there any more");
}

/// <summary>What is in the folder of an audit, and where those are that came with a run.</summary>
internal static class AuditFolders
{
    private static readonly string[] Names =
        [AuditFile.FileName, AuditAttestation.AuditFileName, AuditAttestation.ProvenanceFileName];

    public static IEnumerable<string> CameWith(string runFolder)
    {
        var folder = Path.Combine(runFolder, ArchivePaths.Audits);
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];
    }

    public static IEnumerable<string> FilesOf(string folder)
    {
        var models = Path.Combine(folder, AuditAttestation.ModelsFolderName);
        var files = Names.Select(name => Path.Combine(folder, name)).Where(File.Exists);
        return Directory.Exists(models) ? files.Concat(Directory.EnumerateFiles(models, "*.sig")) : files;
    }
}
