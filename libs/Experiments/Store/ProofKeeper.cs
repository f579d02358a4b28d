using System.Globalization;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Experiments.Store;

/// <summary>
/// Keeps what executions left behind, for audits. Checkpoints are kept as long as they are small: they let an audit
/// begin in the middle, but are three times the model.
/// </summary>
internal sealed class ProofKeeper(StoreLayout layout)
{
    /// <summary>Overrides how many MiB the kept checkpoints of one step may take.</summary>
    private const string LimitVariable = "W2S_KEPT_CHECKPOINT_MIB";

    private const long DefaultLimitMebibytes = 512;

    public StepProofs Proofs { get; } = new(layout.Root);

    /// <summary>
    /// Moves ledger, manifests and checkpoints of a step that is about to be finished; the caller holds the store.
    /// </summary>
    public StepProof Keep(string key, AttemptProof attempt)
    {
        Proofs.Remove(key);
        Directory.CreateDirectory(Proofs.Root);
        Directory.Move(attempt.Work.ProofFolder, Proofs.Folder(key));
        var checkpoints = attempt.Work.CheckpointFolder;
        if (Directory.Exists(checkpoints) && FolderSize.Of(checkpoints) is > 0 and var size && size <= Limit())
            Directory.Move(checkpoints, Proofs.Checkpoints(key));
        Durable.FlushFolder(Proofs.Root);
        return new StepProof
        {
            Manifest = attempt.Manifest,
            LedgerEntries = attempt.LedgerEntries,
            LedgerHead = attempt.LedgerHead,
            Checkpoints = Directory.Exists(Proofs.Checkpoints(key)) ? Digests.FilesOf(Proofs.Checkpoints(key)) : [],
        };
    }

    /// <summary>Undoes <see cref="Keep"/> for a step that was not finished after all.</summary>
    public void GiveBack(string key, string work)
    {
        if (!Directory.Exists(Proofs.Folder(key)))
            return;
        Directory.CreateDirectory(work);
        Return(Proofs.Checkpoints(key), Path.Combine(work, StepWork.CheckpointName));
        Return(Proofs.Folder(key), Path.Combine(work, StepWork.ProofName));
    }

    private static void Return(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.Move(from, to);
    }

    private static long Limit() =>
        long.TryParse(
            Environment.GetEnvironmentVariable(LimitVariable), NumberStyles.None, CultureInfo.InvariantCulture,
            out var mebibytes)
            ? mebibytes << 20
            : DefaultLimitMebibytes << 20;
}
