using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Runs;

/// <summary>A run that came in an archive.</summary>
/// <param name="Id">The id that it had where it was run.</param>
/// <param name="Name">The experiment's name.</param>
/// <param name="FileCount">Files that came with it.</param>
public sealed record ImportedRun(Guid Id, string Name, int FileCount);

/// <summary>
/// Takes a run from an archive: its files into its folder, and rows that show it as the finished run that it is. Its
/// steps are known then, with what they made; the artifacts are not here.
/// </summary>
public sealed class RunImporter(
    TrackerDatabase database, ArtifactStore store, StepCatalogue catalogue, TimeProvider time)
{
    /// <summary>In the folder of an imported run: the id of the key that its archive was checked with.</summary>
    private const string Marker = "imported-from";

    private const string Unfinished = ".unfinished";

    // What a step costs that nobody has planned here; a launch that executes it counts with this.
    private const double UnknownCost = 1;

    /// <exception cref="InputException">It is no archive of a run.</exception>
    /// <exception cref="AttestationException">The key did not sign it, or something in it was changed.</exception>
    /// <exception cref="RunIsThereException">The run is here.</exception>
    public async Task<ImportedRun> ImportAsync(string path, VerificationKey key, CancellationToken cancellationToken)
    {
        var content = RunArchive.Verify(path, key);
        var imported = ImportedProof.Read(content);
        if (await IsThereAsync(imported.RunId, cancellationToken))
            throw new RunIsThereException(imported.RunId);
        // Checkpoint 1: the files are there, and no run. Whoever imports it again puts them there again, else a
        // collection removes them: what fails here may have failed after the commit, so they stay.
        var folder = Place(path, key, imported.RunId);
        await database.WriteAsync(db => AddAsync(db, imported, folder), cancellationToken);
        // Checkpoint 2: the run is there.
        return new ImportedRun(imported.RunId, imported.Proof.Name, content.Index.Files.Count);
    }

    private Task<bool> IsThereAsync(Guid runId, CancellationToken cancellationToken) =>
        database.ReadAsync(db => db.Runs.AnyAsync(run => run.Id == runId, cancellationToken), cancellationToken);

    private string Place(string path, VerificationKey key, Guid runId)
    {
        var folder = store.RunFolder(runId.ToString("N"));
        // A run that another database knows is not lost; what an import that died left may go.
        if (Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Marker)))
            throw new InputException(path, null, $"its run has a folder here already: {folder}");
        var unfinished = folder + Unfinished;
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        RunArchive.Extract(path, key, unfinished);
        File.WriteAllText(Path.Combine(unfinished, Marker), key.Id + "\n");
        Directory.Delete(folder, recursive: true);
        Directory.Move(unfinished, folder);
        return folder;
    }

    private async Task<Guid> AddAsync(TrackerContext db, ImportedProof imported, string folder)
    {
        // Done again after its commit was not heard of, it is there already.
        if (await db.Runs.AnyAsync(row => row.Id == imported.RunId))
            return imported.RunId;
        await db.Engine.LockArtifactsAsync(db, alone: false);
        var proof = ArchivedData.PointTo(imported.Proof, folder);
        await AddStepsAsync(db, proof, imported.FinishedAt);
        var options = ExperimentOptions.Read(proof.ExperimentText);
        db.Runs.Add(RunOf(imported));
        db.RunMembers.AddRange(proof.Steps.Select((step, position) => RunMembership.MemberOf(
            imported.RunId, step.Key, step.Name, position, isCached: false, options)));
        await db.SaveChangesAsync();
        await SearchIndex.AddRunAsync(db, imported.RunId, options);
        await SearchIndex.AddResultsAsync(db, imported.RunId, imported.Report);
        db.Tell(TrackerChange.View | TrackerChange.Status);
        return imported.RunId;
    }

    private Run RunOf(ImportedProof imported) => new()
    {
        Id = imported.RunId,
        Name = imported.Proof.Name,
        Task = imported.Proof.Task,
        ExperimentText = imported.Proof.ExperimentText,
        ReportStepKey = imported.Proof.ReportStepKey,
        Status = RunStatus.Completed,
        CreatedAt = imported.CreatedAt ?? time.GetUtcNow(),
        StartedAt = imported.StartedAt,
        FinishedAt = imported.FinishedAt ?? time.GetUtcNow(),
        ImportedAt = time.GetUtcNow(),
    };

    /// <summary>Adds what is not known here. A step that is known is the same, and stays as it is.</summary>
    private async Task AddStepsAsync(TrackerContext db, RunProof proof, DateTimeOffset? madeAt)
    {
        var keys = proof.Steps.Select(step => step.Key).ToList();
        var known = await db.Steps.Where(step => keys.Contains(step.Key)).Select(step => step.Key).ToListAsync();
        var added = proof.Steps.ExceptBy(known, step => step.Key, StringComparer.Ordinal).ToList();
        foreach (var step in added)
            AddStep(db, step);
        await db.SaveChangesAsync();
        await StepLineage.AddOutputsAsync(
            db, [.. added.Select(step => (step.Key, step.Outputs))], madeAt ?? time.GetUtcNow());
    }

    private void AddStep(TrackerContext db, StepClaim step)
    {
        var host = catalogue.Kinds.FirstOrDefault(kind => kind.Name == step.Spec.Kind)?.Host ?? StepHost.Trainer;
        db.Steps.Add(new Step
        {
            Key = step.Key,
            Kind = step.Spec.Kind,
            Host = host,
            SpecJson = RunnerProtocol.WriteSpec(step.Spec),
            CostSeconds = UnknownCost,
            PathSeconds = UnknownCost,
            Status = StepStatus.Completed,
            AttemptCount = 0,
            LostCount = 0,
            OutputsJson = Outputs.Write(step.Outputs),
        });
        StepLineage.AddInputs(db, new PlannedStep
        {
            Name = step.Name, Spec = step.Spec, Host = host, Outputs = [.. step.Outputs.Keys],
            CostSeconds = UnknownCost,
        });
    }
}
