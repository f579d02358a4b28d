using System.Globalization;
using System.Text.Json;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Methods.Auditing;

/// <summary>A kept checkpoint, as its own file describes it.</summary>
/// <param name="Name">Path of that file below the checkpoints' folder: <c>sft/checkpoint-000000017.json</c>.</param>
/// <param name="Stage">The folder it lies in, which is called after its stage.</param>
/// <param name="Update">Updates that were made.</param>
/// <param name="Weights">Checksum of its weights.</param>
internal sealed record KeptCheckpoint(string Name, string Stage, long Update, ulong Weights);

/// <summary>
/// Kept checkpoints of a step, held against its ledger: one whose weights are not those that were entered is not gone
/// on from.
/// </summary>
internal sealed class KeptCheckpoints(string folder, LedgerReader ledger)
{
    private readonly Dictionary<(string, long), (long Place, ulong Weights)> _entered = ledger.Entries().Index()
        .ToDictionary(entry => (entry.Item.Stage, entry.Item.Update), entry => ((long)entry.Index, entry.Item.Weights));

    public IReadOnlyList<KeptCheckpoint> All { get; } =
        [.. Find(folder).OrderBy(checkpoint => checkpoint.Name, StringComparer.Ordinal)];

    /// <summary>Checkpoints that have other weights than the ledger entered after their update.</summary>
    public IEnumerable<KeptCheckpoint> Altered => All.Where(
        checkpoint => _entered.TryGetValue((checkpoint.Stage, checkpoint.Update), out var entered)
            && entered.Weights != checkpoint.Weights);

    /// <summary>Place in the ledger after each good checkpoint from which something is left to do.</summary>
    public IEnumerable<long> PlacesAfter() =>
        Good().Select(checkpoint => PlaceOf(checkpoint) + 1).Where(place => place < ledger.Count);

    /// <summary>Copies the good checkpoints to where a replay goes on from them.</summary>
    public void CopyTo(StepWork work)
    {
        if (Directory.Exists(work.CheckpointFolder))
            Directory.Delete(work.CheckpointFolder, recursive: true);
        Directory.CreateDirectory(work.CheckpointFolder);
        foreach (var checkpoint in Good())
            foreach (var file in FilesOf(checkpoint))
            {
                var path = Path.Combine(work.CheckpointFolder, Path.GetRelativePath(folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Copy(file, path);
            }
    }

    private IEnumerable<string> FilesOf(KeptCheckpoint checkpoint) => Directory.EnumerateFiles(
        Path.Combine(folder, checkpoint.Stage), Path.GetFileNameWithoutExtension(checkpoint.Name) + ".*");

    private IEnumerable<KeptCheckpoint> Good() => All.Where(
        checkpoint => _entered.TryGetValue((checkpoint.Stage, checkpoint.Update), out var entered)
            && entered.Weights == checkpoint.Weights);

    private long PlaceOf(KeptCheckpoint checkpoint) => _entered[(checkpoint.Stage, checkpoint.Update)].Place;

    private static IEnumerable<KeptCheckpoint> Find(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Select(path => Read(folder, path)).OfType<KeptCheckpoint>()
            : [];

    // What cannot be read is found by its digest.
    private static KeptCheckpoint? Read(string folder, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var name = Path.GetRelativePath(folder, path);
            var weights = json.RootElement.GetProperty("checksums").GetProperty("weights").GetString()!;
            return new KeptCheckpoint(
                name, Path.GetDirectoryName(name)!, json.RootElement.GetProperty("update").GetInt64(),
                ulong.Parse(weights, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
