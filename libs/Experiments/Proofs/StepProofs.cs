using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// What executions of steps left behind besides their outputs, one folder each: <c>proofs/KEY/ledger</c>,
/// <c>proofs/KEY/manifests/DIGEST.json</c>, <c>proofs/KEY/checkpoints/</c>. Below the store's root lie those of the
/// steps that were executed here; below the folder of an imported run, those that came with it.
/// </summary>
public sealed class StepProofs(string root)
{
    /// <summary>Name of the folder of all proofs below a root.</summary>
    public const string FolderName = "proofs";

    internal const string LedgerName = "ledger";
    internal const string ManifestsName = "manifests";
    internal const string CheckpointsName = "checkpoints";

    /// <summary>Folder of all of them; need not be there.</summary>
    public string Root { get; } = Path.Combine(Path.GetFullPath(root), FolderName);

    /// <summary>Folder of one step; need not be there.</summary>
    public string Folder(string stepKey) =>
        Digests.IsDigest(stepKey)
            ? Path.Combine(Root, stepKey)
            : throw new ArgumentException($"'{stepKey}' is not a SHA-256 digest");

    public string Ledger(string stepKey) => Path.Combine(Folder(stepKey), LedgerName);

    public string Manifests(string stepKey) => Path.Combine(Folder(stepKey), ManifestsName);

    public string Manifest(string stepKey, string digest) =>
        Digests.IsDigest(digest)
            ? Path.Combine(Manifests(stepKey), digest + ".json")
            : throw new ArgumentException($"'{digest}' is not a SHA-256 digest");

    public string Checkpoints(string stepKey) => Path.Combine(Folder(stepKey), CheckpointsName);

    /// <summary>Steps that left something behind.</summary>
    public IEnumerable<string> StepKeys() =>
        Directory.Exists(Root)
            ? Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Where(Digests.IsDigest)
            : [];

    /// <summary>Removes what one step left behind.</summary>
    public void Remove(string stepKey)
    {
        if (Directory.Exists(Folder(stepKey)))
            Directory.Delete(Folder(stepKey), recursive: true);
    }
}
