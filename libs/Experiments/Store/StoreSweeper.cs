using System.Text.Json;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Store;

/// <summary>
/// Moves what nothing needs out of a store, into its trash. The caller holds the store's lock, for which everybody else
/// waits.
/// </summary>
internal sealed class StoreSweeper(StoreLayout layout)
{
    private readonly StoreTrash _trash = new(layout);

    public IReadOnlyList<Divergence> Divergences() =>
    [
        .. Files(layout.Findings, "divergence-*.json").Select(Read<Divergence>),
    ];

    /// <summary>
    /// What a crash can leave: half-written files, work folders of finished steps.
    /// </summary>
    public void ClearLeftovers()
    {
        foreach (var folder in new[] { layout.Steps, layout.Findings })
            foreach (var file in Files(folder, "*" + Durable.TemporarySuffix))
                File.Delete(file);
        foreach (var work in Directory.GetDirectories(layout.WorkFolders))
            if (File.Exists(layout.StepFile(StoreLayout.KeyOf(work))))
                TakeUnlocked(work);
        foreach (var lockFile in Files(layout.WorkFolders, "*").Where(StoreLayout.IsLock))
            RemoveUnusedLock(lockFile);
    }

    public GarbageReport Collect(IReadOnlySet<string> liveStepKeys)
    {
        ClearLeftovers();
        var stepsRemoved = RemoveRecords(liveStepKeys);
        Durable.FlushFolder(layout.Steps);

        // 1. No record names the artifacts that go next. After a crash here the next collection finds them unnamed.
        var (artifactsRemoved, bytesFreed) =
            TakeArtifacts(LiveArtifacts(Files(layout.Steps, "*.json"), liveStepKeys));
        Durable.FlushFolder(layout.Artifacts);

        // 2. An artifact is whole under its digest or in the trash, never half there: it went by one rename.
        //    After a crash here or later the next Open empties the trash.
        var (workRemoved, workBytes) = TakeWork(liveStepKeys);
        var proofBytes = TakeProofs(liveStepKeys);
        return new GarbageReport(stepsRemoved, artifactsRemoved, workRemoved, bytesFreed + workBytes + proofBytes);
    }

    /// <summary>
    /// What a collection would free. Nothing is held meanwhile, so what comes and goes may be counted or not.
    /// </summary>
    public GarbageReport Find(IReadOnlySet<string> liveStepKeys)
    {
        var records = Files(layout.Steps, "*.json");
        var kept = records.Where(file => liveStepKeys.Contains(StoreLayout.KeyOf(file))).ToArray();
        var live = LiveArtifacts(kept, liveStepKeys);
        var (artifacts, work, proofs) = (DeadArtifacts(live), DeadWork(liveStepKeys), DeadProofs(liveStepKeys));
        return new GarbageReport(
            records.Length - kept.Length, artifacts.Length, work.Length,
            artifacts.Concat(work).Concat(proofs).Sum(FolderSize.Of));
    }

    private int RemoveRecords(IReadOnlySet<string> live)
    {
        var dead = Files(layout.Steps, "*.json").Where(file => !live.Contains(StoreLayout.KeyOf(file))).ToArray();
        foreach (var file in dead)
            File.Delete(file);
        return dead.Length;
    }

    /// <summary>Digests named by the records that are left, and by the divergences of live steps.</summary>
    private HashSet<string> LiveArtifacts(IEnumerable<string> records, IReadOnlySet<string> live) =>
    [
        .. records.SelectMany(file => Read<StepRecord>(file).Outputs.Values),
        .. Divergences().Where(found => live.Contains(found.Key)).SelectMany(found => found.Second.Values),
    ];

    private (int Count, long Bytes) TakeArtifacts(HashSet<string> live)
    {
        var dead = DeadArtifacts(live);
        var bytes = dead.Sum(FolderSize.Of);
        foreach (var folder in dead)
            _trash.Take(folder);
        return (dead.Length, bytes);
    }

    private (int Count, long Bytes) TakeWork(IReadOnlySet<string> live)
    {
        var (count, bytes) = (0, 0L);
        foreach (var work in DeadWork(live))
        {
            var size = FolderSize.Of(work);
            if (!TakeUnlocked(work))
                continue;
            count++;
            bytes += size;
        }
        return (count, bytes);
    }

    private string[] DeadArtifacts(HashSet<string> live) =>
        [.. Directory.GetDirectories(layout.Artifacts).Where(folder => !live.Contains(Path.GetFileName(folder)))];

    private long TakeProofs(IReadOnlySet<string> live)
    {
        var dead = DeadProofs(live);
        var bytes = dead.Sum(FolderSize.Of);
        foreach (var folder in dead)
            _trash.Take(folder);
        return bytes;
    }

    private string[] DeadProofs(IReadOnlySet<string> live)
    {
        var proofs = new StepProofs(layout.Root);
        return [.. proofs.StepKeys().Where(key => !live.Contains(key)).Select(proofs.Folder)];
    }

    private string[] DeadWork(IReadOnlySet<string> live) =>
        [.. Directory.GetDirectories(layout.WorkFolders).Where(work => !live.Contains(StoreLayout.KeyOf(work)))];

    /// <summary>Takes a work folder and its lock away; false when somebody is executing the step.</summary>
    private bool TakeUnlocked(string work)
    {
        using var held = StepLock.Acquire(StoreLayout.LockOf(work), TimeSpan.Zero);
        if (held is null)
            return false;
        _trash.Take(work);
        File.Delete(StoreLayout.LockOf(work));
        return true;
    }

    private static void RemoveUnusedLock(string lockFile)
    {
        using var held = StepLock.Acquire(lockFile, TimeSpan.Zero);
        if (held is not null)
            File.Delete(lockFile);
    }

    private static string[] Files(string folder, string pattern)
    {
        var files = Directory.GetFiles(folder, pattern);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static T Read<T>(string path) =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), StepJson.Serializer)
        ?? throw new InvalidDataException($"{path} is empty");
}
