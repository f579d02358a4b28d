using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Transformer.Training;

namespace WeakToStrong.Methods.Auditing;

/// <summary>A kept checkpoint. The folder it lies in is called after its stage.</summary>
internal sealed record KeptCheckpoint(string Stage, SavedCheckpoint Saved);

/// <summary>
/// Kept checkpoints of a step, held against its ledger: one whose weights are not those that were entered is not gone
/// on from.
/// </summary>
internal sealed class KeptCheckpoints(string folder, LedgerReader ledger)
{
    private readonly IReadOnlyDictionary<(string Stage, long Update), long> _places = ledger.Places();

    private readonly IReadOnlyList<KeptCheckpoint> _all = [.. Find(folder)];

    /// <summary>Checkpoints that have other weights than the ledger entered after their update.</summary>
    public IEnumerable<KeptCheckpoint> Altered =>
        _all.Where(checkpoint => Entered(checkpoint) is { } weights && weights != checkpoint.Saved.Weights);

    /// <summary>Place in the ledger after each good checkpoint from which something is left to do.</summary>
    public IEnumerable<long> PlacesAfter =>
        Good.Select(checkpoint => _places[KeyOf(checkpoint)] + 1).Where(place => place < ledger.Count);

    private IEnumerable<KeptCheckpoint> Good =>
        _all.Where(checkpoint => Entered(checkpoint) == checkpoint.Saved.Weights);

    /// <summary>Copies the good checkpoints to where a replay goes on from them.</summary>
    public void CopyTo(StepWork work)
    {
        if (Directory.Exists(work.CheckpointFolder))
            Directory.Delete(work.CheckpointFolder, recursive: true);
        Directory.CreateDirectory(work.CheckpointFolder);
        foreach (var checkpoint in Good)
        {
            var stage = Directory.CreateDirectory(Path.Combine(work.CheckpointFolder, checkpoint.Stage));
            foreach (var file in checkpoint.Saved.Files.Where(File.Exists))
                File.Copy(file, Path.Combine(stage.FullName, Path.GetFileName(file)));
        }
    }

    private static (string Stage, long Update) KeyOf(KeptCheckpoint checkpoint) =>
        (checkpoint.Stage, checkpoint.Saved.Update);

    private ulong? Entered(KeptCheckpoint checkpoint) =>
        _places.TryGetValue(KeyOf(checkpoint), out var place) ? ledger[place].Weights : null;

    private static IEnumerable<KeptCheckpoint> Find(string folder) =>
        Directory.Exists(folder)
            ? from stage in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
              from saved in new TrainingCheckpoint(stage).List()
              select new KeptCheckpoint(Path.GetFileName(stage), saved)
            : [];
}
