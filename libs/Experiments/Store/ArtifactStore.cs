using System.Text.Json;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Store;

/// <summary>
/// The content-addressed store, a folder that any number of processes of one machine may use at once:
/// <c>artifacts/DIGEST/</c> what steps made, read-only; <c>steps/KEY.json</c> which step made what;
/// <c>work/KEY/</c> checkpoints and outputs of steps under way; <c>proofs/KEY/</c> ledger, manifests and checkpoints of
/// finished ones; <c>runs/ID/</c>; <c>findings/</c> divergences.
/// A step is finished exactly when its record is there.
/// </summary>
public sealed class ArtifactStore
{
    private static readonly TimeSpan StoreLockWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DefaultStepLockWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StepLockPause = TimeSpan.FromMilliseconds(50);

    private readonly StoreLayout _layout;
    private readonly ProofKeeper _proofs;
    private readonly StoreTrash _trash;

    private ArtifactStore(StoreLayout layout, long maxBytes)
    {
        _layout = layout;
        _proofs = new ProofKeeper(layout);
        _trash = new StoreTrash(layout);
        MaxBytes = maxBytes;
    }

    public string Root => _layout.Root;

    /// <summary>What executions left behind besides their outputs.</summary>
    public StepProofs Proofs => _proofs.Proofs;

    /// <summary>The most that artifacts may take together, in bytes.</summary>
    public long MaxBytes { get; }

    /// <summary>Opens the store, makes it where it is not there, and clears what a crash left behind.</summary>
    /// <exception cref="StorageFullException">There is no room even for the folders.</exception>
    public static ArtifactStore Open(string root, long maxBytes = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        var layout = new StoreLayout(Path.GetFullPath(root));
        return StorageFullException.Guard(layout.Root, () =>
        {
            foreach (var folder in layout.Folders)
                Directory.CreateDirectory(folder);
            // Whoever holds the lock now is at work, not dead: leave the clearing to the next one.
            using (var held = StepLock.Acquire(layout.StoreLock, TimeSpan.Zero))
                if (held is not null)
                    new StoreSweeper(layout).ClearLeftovers();
            var store = new ArtifactStore(layout, maxBytes);
            store.EmptyTrash();
            return store;
        });
    }

    /// <summary>Opens the store, which need not be there, for somebody who changes nothing in it.</summary>
    public static ArtifactStore OpenToRead(string root) =>
        new(new StoreLayout(Path.GetFullPath(root)), maxBytes: long.MaxValue);

    /// <summary>Whether this process may change the store, or make it where it is not there.</summary>
    public static bool MayWrite(string root)
    {
        var layout = new StoreLayout(Path.GetFullPath(root));
        return layout.Folders.Append(layout.StoreLock).All(WriteAccess.To);
    }

    /// <summary>Bytes of all artifacts.</summary>
    public long Size() => FolderSize.Of(_layout.Artifacts);

    /// <summary>The record of a finished step whose artifacts are all there, or null.</summary>
    public StepRecord? FindStep(string key) => ReadRecord(key) is { } record && IsWhole(record) ? record : null;

    public bool HasArtifact(string digest) => Directory.Exists(_layout.Artifact(digest));

    /// <summary>Folder of an artifact, to be read only.</summary>
    /// <exception cref="KeyNotFoundException">It is not in the store.</exception>
    public string ArtifactPath(string digest) =>
        HasArtifact(digest)
            ? _layout.Artifact(digest)
            : throw new KeyNotFoundException($"no artifact {digest} in {Root}");

    /// <summary>Folder of a finished step's output, to be read only.</summary>
    /// <exception cref="KeyNotFoundException">The step is not finished, or has no such output.</exception>
    public string OutputPath(OutputRef output) => ArtifactPath(OutputDigest(output));

    /// <inheritdoc cref="OutputPath"/>
    public string OutputDigest(OutputRef output)
    {
        var record = FindStep(output.StepKey)
            ?? throw new KeyNotFoundException($"step {output.StepKey} is not finished in {Root}");
        return record.Outputs.TryGetValue(output.Output, out var digest)
            ? digest
            : throw new KeyNotFoundException($"step {record.Spec.Kind} has no output '{output.Output}'");
    }

    /// <summary>Whether the artifact's files still have the digest they are stored under.</summary>
    public bool VerifyArtifact(string digest) => Digests.OfFolder(ArtifactPath(digest)) == digest;

    /// <summary>Folders of a step under way; makes the checkpoint folder.</summary>
    public StepWork Work(string key)
    {
        var work = _layout.Work(key);
        // A crash may have come between keeping the proof and finishing the step: it goes on from there.
        if (!File.Exists(_layout.StepFile(key)))
            _proofs.GiveBack(key, work);
        var checkpoint = Directory.CreateDirectory(Path.Combine(work, StepWork.CheckpointName));
        return new StepWork(checkpoint.FullName, Path.Combine(work, "outputs"), Path.Combine(work, StepWork.ProofName));
    }

    /// <summary>Makes sure that nobody else executes the step; waits a little for a dying process.</summary>
    /// <exception cref="StepLockedException">It is still held when <paramref name="wait"/> (5 s) is over.</exception>
    /// <exception cref="StoreLockedException">The store itself is held for longer than a minute.</exception>
    public StepLock LockStep(string key, TimeSpan? wait = null)
    {
        var path = StoreLayout.LockOf(_layout.Work(key));
        var deadline = Deadline.After(wait ?? DefaultStepLockWait);
        while (true)
        {
            // Under the store's lock, because a collection may be removing this very lock file.
            using (LockStore())
                if (StepLock.Acquire(path, TimeSpan.Zero) is { } held)
                    return held;
            if (deadline.IsOver)
                throw new StepLockedException(key);
            Thread.Sleep(StepLockPause);
        }
    }

    /// <summary>Removes the work folders of a step whose lock the caller holds, and the lock with them.</summary>
    public void RemoveWork(string key)
    {
        var work = _layout.Work(key);
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        using var held = LockStore();
        File.Delete(StoreLayout.LockOf(work));
    }

    /// <summary>
    /// Makes the outputs part of the store and the step finished. The first record under a key stands; a later one that
    /// differs is kept as a finding.
    /// </summary>
    /// <param name="spec">The step that was executed.</param>
    /// <param name="outputFolders">Output name → folder, on the store's own file system; they are moved.</param>
    /// <param name="attempt">What the execution left behind besides; null when that is nothing.</param>
    /// <exception cref="StorageFullException">No room; the step is not finished.</exception>
    /// <exception cref="StoreLockedException">The store is held for longer than a minute; as above.</exception>
    public StepOutcome Commit(
        StepSpec spec, IReadOnlyDictionary<string, string> outputFolders, AttemptProof? attempt = null) =>
        StorageFullException.Guard(Root, () => CommitDurably(spec, outputFolders, attempt));

    /// <summary>Keeps that an update was made again and came out otherwise.</summary>
    public void KeepConflict(string stepKey, LedgerConflict conflict) =>
        WriteJson(_layout.ConflictFile(stepKey, conflict.Index), conflict);

    /// <summary>Every divergence that was found, in the order of their file names.</summary>
    public IReadOnlyList<Divergence> Divergences() => new StoreSweeper(_layout).Divergences();

    /// <summary>Folder of a run, made on first use.</summary>
    public string RunFolder(string runId) => Directory.CreateDirectory(_layout.Run(runId)).FullName;

    /// <summary>Names of the run folders to which nothing was added since.</summary>
    public IReadOnlyList<string> RunsUntouchedSince(DateTimeOffset time) =>
    [
        .. new DirectoryInfo(_layout.Runs).EnumerateDirectories()
            .Where(folder => folder.LastWriteTimeUtc < time.UtcDateTime).Select(folder => folder.Name),
    ];

    /// <summary>Removes the folder of a run, whole or not at all, if there is one.</summary>
    public void RemoveRun(string runId)
    {
        var folder = _layout.Run(runId);
        if (Directory.Exists(folder))
            _trash.Take(folder);
    }

    /// <summary>
    /// Removes every step that is not named, and every artifact that no remaining step needs. Steps under way keep
    /// their folders; findings are kept. The bytes are free once the trash is empty.
    /// </summary>
    /// <exception cref="StoreLockedException">Somebody else holds the store for longer than a minute.</exception>
    public GarbageReport CollectGarbage(IReadOnlySet<string> liveStepKeys)
    {
        using var held = LockStore();
        return new StoreSweeper(_layout).Collect(liveStepKeys);
    }

    /// <summary>Deletes what was removed; nobody waits meanwhile.</summary>
    public void EmptyTrash() => _trash.Empty();

    /// <summary>What <see cref="CollectGarbage"/> would free now; changes nothing.</summary>
    public GarbageReport FindGarbage(IReadOnlySet<string> liveStepKeys) =>
        new StoreSweeper(_layout).Find(liveStepKeys);

    private StepOutcome CommitDurably(
        StepSpec spec, IReadOnlyDictionary<string, string> outputFolders, AttemptProof? attempt)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, folder) in outputFolders)
        {
            StoreLayout.CheckOutputName(name);
            digests.Add(name, Digests.OfFolder(folder));
            ReadOnlyFiles.Make(folder);
            Durable.FlushTree(folder);
        }

        // 1. The outputs are on the disk, in the work folder. A restart finds no record: it executes the step again
        //    from its checkpoint, and empties the outputs first.
        using var held = LockStore();
        EnsureRoom(spec, digests, outputFolders);
        foreach (var (name, folder) in outputFolders)
            Place(folder, digests[name]);
        Durable.FlushFolder(_layout.Artifacts);

        // 2. The artifacts are whole under their digests, but no record names them. A restart executes the step again
        //    and finds them there; if nobody asks for it again, a collection frees them.
        var outcome = Record(new StepRecord { Key = spec.Key, Spec = spec, Outputs = digests }, attempt);

        // 3. The record is on the disk: the step is finished. What is left in the work folder is cleared by the caller,
        //    or by the next Open.
        return outcome;
    }

    private void EnsureRoom(
        StepSpec spec, IReadOnlyDictionary<string, string> digests, IReadOnlyDictionary<string, string> folders)
    {
        if (MaxBytes == long.MaxValue)
            return;
        var added = digests.DistinctBy(output => output.Value)
            .Where(output => !HasArtifact(output.Value))
            .Sum(output => FolderSize.Of(folders[output.Key]));
        var used = Size();
        if (added > MaxBytes - used)
            throw new StorageFullException(
                $"the store {Root} is limited to {MaxBytes} bytes, {used} are used "
                + $"and step {spec.Kind} needs {added} more; raise the limit or collect garbage");
    }

    private void Place(string folder, string digest)
    {
        if (!HasArtifact(digest))
            Directory.Move(folder, _layout.Artifact(digest));
    }

    private StepOutcome Record(StepRecord made, AttemptProof? attempt)
    {
        var first = ReadRecord(made.Key);
        Divergence? divergence = null;
        if (first is not null && !SameOutputs(first, made))
        {
            divergence = new Divergence
            {
                Key = made.Key,
                Kind = made.Spec.Kind,
                First = first.Outputs,
                Second = made.Outputs,
            };
            WriteJson(_layout.DivergenceFile(made.Key, DigestOf(made.Outputs)), divergence);
        }
        // A record whose artifacts somebody removed by hand is not worth keeping.
        if (first is not null && IsWhole(first))
            return new StepOutcome { Record = first, WasCached = false, Divergence = divergence };
        var proven = attempt is null ? made : made with { Proof = _proofs.Keep(made.Key, attempt) };
        WriteJson(_layout.StepFile(made.Key), proven);
        return new StepOutcome { Record = proven, WasCached = false, Divergence = divergence };
    }

    private static bool SameOutputs(StepRecord left, StepRecord right) =>
        DigestOf(left.Outputs) == DigestOf(right.Outputs);

    private static string DigestOf(IReadOnlyDictionary<string, string> outputs) =>
        Digests.OfJson(JsonSerializer.SerializeToNode(outputs, StepJson.Serializer));

    private StepRecord? ReadRecord(string key)
    {
        var path = _layout.StepFile(key);
        return File.Exists(path)
            ? JsonSerializer.Deserialize<StepRecord>(File.ReadAllBytes(path), StepJson.Serializer)
            : null;
    }

    private bool IsWhole(StepRecord record) => record.Outputs.Values.All(HasArtifact);

    private static void WriteJson<T>(string path, T value) =>
        Durable.WriteFile(
            path, CanonicalJson.SerializeToUtf8(JsonSerializer.SerializeToNode(value, StepJson.Serializer)));

    private StepLock LockStore() =>
        StepLock.Acquire(_layout.StoreLock, StoreLockWait)
        ?? throw new StoreLockedException(Root, StoreLockWait);
}
