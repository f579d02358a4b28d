using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Steps;

/// <summary>Executes one step in this process: cached, or locked, executed, checked and committed.</summary>
public sealed class StepExecutor(ArtifactStore store, StepCatalogue catalogue)
{
    /// <summary>Executes the step unless the store has it.</summary>
    /// <param name="spec">The step; its input steps are finished.</param>
    /// <param name="report">Receives progress at update, batch or rollout boundaries.</param>
    /// <param name="stop">Asks the step to save a checkpoint and stop.</param>
    /// <exception cref="StepStoppedException">Stopped on request; the checkpoint is kept.</exception>
    /// <exception cref="StepLockedException">Another process is executing it.</exception>
    /// <exception cref="StorageFullException">No room; the checkpoint is kept.</exception>
    /// <exception cref="InputException">An input file is gone, or is not the one that was planned with.</exception>
    public StepOutcome Execute(StepSpec spec, Action<StepProgress> report, CancellationToken stop = default)
    {
        if (Cached(spec) is { } cached)
            return cached;
        using var held = store.LockStep(spec.Key);
        // Whoever held the lock before may have finished the step.
        return Cached(spec) ?? ExecuteLocked(spec, report, again: false, stop);
    }

    /// <summary>Executes the step although the store may have it, and compares: an audit.</summary>
    /// <inheritdoc cref="Execute"/>
    public StepOutcome ExecuteAgain(StepSpec spec, Action<StepProgress> report, CancellationToken stop = default)
    {
        using var held = store.LockStep(spec.Key, again: true);
        return ExecuteLocked(spec, report, again: true, stop);
    }

    private StepOutcome? Cached(StepSpec spec) =>
        store.FindStep(spec.Key) is { } record ? new StepOutcome { Record = record, WasCached = true } : null;

    private StepOutcome ExecuteLocked(StepSpec spec, Action<StepProgress> report, bool again, CancellationToken stop)
    {
        var kind = KindOf(spec);
        CheckFiles(spec);
        var work = store.Work(spec.Key, again);
        var outcome = StorageFullException.Guard(store.Root, () =>
        {
            EmptyFolder(work.OutputFolder);
            kind.Execute(Context(spec, work, report, stop));
            return store.Commit(spec, OutputFolders(kind, work.OutputFolder));
        });
        store.RemoveWork(spec.Key, again);
        return outcome;
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
        return kind.Revision == spec.Revision
            ? kind
            : throw new InvalidOperationException(
                $"step {spec.Kind} was planned at revision {spec.Revision}, this is {kind.Revision}; plan again");
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

    private StepContext Context(StepSpec spec, StepWork work, Action<StepProgress> report, CancellationToken stop)
    {
        var digests = spec.Inputs.ToDictionary(input => input.Key, input => store.OutputDigest(input.Value));
        return new StepContext
        {
            Spec = spec,
            Inputs = digests.ToDictionary(input => input.Key, input => store.ArtifactPath(input.Value)),
            InputDigests = digests,
            CheckpointFolder = work.CheckpointFolder,
            OutputFolder = work.OutputFolder,
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
