using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Steps;

/// <summary>Executes one step in this process: cached, or locked, executed, checked and committed.</summary>
/// <param name="store">Has the inputs, takes the outputs.</param>
/// <param name="catalogue">Knows the kinds.</param>
/// <param name="environment">
/// What a manifest says of where a step with tensors is executed; by default what is known without them.
/// </param>
public sealed class StepExecutor(
    ArtifactStore store, StepCatalogue catalogue, Func<IReadOnlyDictionary<string, string>>? environment = null)
{
    public ArtifactStore Store => store;

    public StepCatalogue Catalogue => catalogue;

    /// <summary>Executes the step unless the store has it.</summary>
    /// <param name="spec">The step; its input steps are finished.</param>
    /// <param name="report">Receives progress at update, batch or rollout boundaries.</param>
    /// <param name="stop">Asks the step to save a checkpoint and stop.</param>
    /// <exception cref="StepStoppedException">Stopped on request; the checkpoint is kept.</exception>
    /// <exception cref="StepLockedException">Another process is executing it.</exception>
    /// <exception cref="StorageFullException">No room; the checkpoint is kept.</exception>
    /// <exception cref="InputException">An input file is gone, or is not the one that was planned with.</exception>
    /// <exception cref="StepRevisionException">It was planned with another revision of its kind.</exception>
    public StepOutcome Execute(StepSpec spec, Action<StepProgress> report, CancellationToken stop = default)
    {
        if (Cached(spec) is { } cached)
            return cached;
        using var held = store.LockStep(spec.Key);
        // Whoever held the lock before may have finished the step.
        return Cached(spec) ?? ExecuteLocked(spec, report, stop);
    }

    /// <summary>
    /// Executes the step in folders of the caller's, whether the store has it or not, and leaves its outputs there: for
    /// an audit, which compares them.
    /// </summary>
    /// <param name="spec">The step; its input steps are finished.</param>
    /// <param name="work">Where it is executed; checkpoints that are there are gone on from.</param>
    /// <param name="ledger">Where its updates are entered.</param>
    /// <param name="report">Receives progress.</param>
    /// <param name="stop">Asks the step to save a checkpoint and stop.</param>
    /// <returns>Output name → folder.</returns>
    /// <exception cref="KeyNotFoundException">There is no such kind, or an input step is not finished.</exception>
    /// <exception cref="InputException">An input file is gone, or is not the one that was planned with.</exception>
    /// <exception cref="StepRevisionException">It was planned with another revision of its kind.</exception>
    public IReadOnlyDictionary<string, string> ExecuteIn(
        StepSpec spec, StepWork work, ILedger ledger, Action<StepProgress> report, CancellationToken stop)
    {
        var kind = KindOf(spec);
        CheckFiles(spec);
        EmptyFolder(work.OutputFolder);
        Directory.CreateDirectory(work.CheckpointFolder);
        kind.Execute(Context(spec, work, ledger, report, stop));
        return OutputFolders(kind, work.OutputFolder);
    }

    /// <summary>What an attempt at the step would begin with, here and now.</summary>
    public AttemptManifest Manifest(StepSpec spec) => new()
    {
        StepKey = spec.Key,
        Kind = spec.Kind,
        Revision = spec.Revision,
        Options = spec.Options,
        Seed = spec.Seed,
        Streams = new SortedDictionary<string, int>(
            KindOf(spec).Streams.Union(KindOf(spec).MoreStreams(spec.Options))
                .ToDictionary(name => name, _ => spec.Seed), StringComparer.Ordinal),
        Inputs = InputRecords(spec),
        Product = ProductInfo.Current,
        Environment = EnvironmentOf(spec.Kind),
    };

    /// <summary>Where a step of a kind is executed by this process.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string kind) =>
        catalogue.Kind(kind).NeedsRunner && environment is not null ? environment() : MachineEnvironment.Read();

    private StepOutcome? Cached(StepSpec spec) =>
        store.FindStep(spec.Key) is { } record ? new StepOutcome { Record = record, WasCached = true } : null;

    private StepOutcome ExecuteLocked(StepSpec spec, Action<StepProgress> report, CancellationToken stop)
    {
        var kind = KindOf(spec);
        CheckFiles(spec);
        var work = store.Work(spec.Key);
        var outcome = StorageFullException.Guard(store.Root, () =>
        {
            EmptyFolder(work.OutputFolder);
            var manifest = KeepManifest(Manifest(spec), work);
            using var ledger = new LedgerWriter(
                work.Ledger, spec.Key, conflict => store.KeepConflict(spec.Key, conflict));
            kind.Execute(Context(spec, work, ledger, report, stop));
            ledger.Flush();
            return store.Commit(
                spec, OutputFolders(kind, work.OutputFolder),
                new AttemptProof(work, manifest, ledger.Count, ledger.Head));
        });
        store.RemoveWork(spec.Key);
        return outcome;
    }

    private static string KeepManifest(AttemptManifest manifest, StepWork work)
    {
        var content = manifest.ToCanonicalJson();
        var digest = Digests.OfBytes(content);
        Directory.CreateDirectory(work.Manifests);
        Durable.WriteFile(Path.Combine(work.Manifests, digest + ".json"), content);
        return digest;
    }

    private SortedDictionary<string, InputRecord> InputRecords(StepSpec spec)
    {
        var records = new SortedDictionary<string, InputRecord>(StringComparer.Ordinal);
        foreach (var (name, input) in spec.Inputs)
        {
            var digest = store.OutputDigest(input);
            records.Add(name, InputRecorder.OfArtifact(digest, store.ArtifactPath(digest)));
        }
        foreach (var (name, file) in spec.Files)
            records.Add(name, InputRecorder.OfFile(file.Sha256, file.Path));
        return records;
    }

    private static void EmptyFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private StepKind KindOf(StepSpec spec)
    {
        var kind = catalogue.Kind(spec.Kind);
        return kind.Revision == spec.Revision ? kind : throw new StepRevisionException(spec, kind);
    }

    private static void CheckFiles(StepSpec spec)
    {
        foreach (var file in spec.Files.Values)
        {
            if (!File.Exists(file.Path))
                throw new InputException(file.Path, null, "no such file; it was there when the experiment was planned");
            if (Digests.OfFile(file.Path) != file.Sha256)
                throw new InputException(file.Path, null, "has changed since the experiment was planned; plan again");
        }
    }

    private StepContext Context(
        StepSpec spec, StepWork work, ILedger ledger, Action<StepProgress> report, CancellationToken stop)
    {
        var digests = spec.Inputs.ToDictionary(input => input.Key, input => store.OutputDigest(input.Value));
        return new StepContext
        {
            Spec = spec,
            Inputs = digests.ToDictionary(input => input.Key, input => store.ArtifactPath(input.Value)),
            InputDigests = digests,
            CheckpointFolder = work.CheckpointFolder,
            OutputFolder = work.OutputFolder,
            Ledger = ledger,
            Executor = this,
            Report = report,
            Stop = stop,
        };
    }

    private static Dictionary<string, string> OutputFolders(StepKind kind, string parent)
    {
        var expected = kind.Outputs.ToDictionary(name => name, name => Path.Combine(parent, name));
        foreach (var (name, folder) in expected)
            if (!Directory.Exists(folder))
                throw new InvalidOperationException($"step {kind.Name} did not make its output '{name}'");
        foreach (var entry in Directory.EnumerateFileSystemEntries(parent).Select(Path.GetFileName))
            if (!expected.ContainsKey(entry!))
                throw new InvalidOperationException($"step {kind.Name} made '{entry}', which is none of its outputs");
        return expected;
    }
}
