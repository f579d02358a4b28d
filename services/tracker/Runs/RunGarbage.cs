using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Data.Sqlite;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Frees the artifacts that no run, or none of the runs to keep, names.</summary>
public sealed class RunGarbage(
    TrackerDatabase database, ArtifactStore store, AttemptLogs logs, TrackerOptions options, TimeProvider time)
{
    /// <param name="keep">
    /// None: what any run needs is kept. Otherwise what these runs, ids or names, and those in progress need.
    /// </param>
    /// <param name="cancellationToken">Gives up, as long as nothing is removed.</param>
    public async Task<GarbageReport> CollectAsync(IReadOnlyList<string> keep, CancellationToken cancellationToken)
    {
        var kept = await FindAsync(keep, cancellationToken);
        var report = await database.WriteAsync(db => RemoveAsync(db, kept, cancellationToken), cancellationToken);
        // Others wait for the transaction, and deleting takes long. After a crash here the next one to open the store
        // does it.
        await Task.Run(store.EmptyTrash, CancellationToken.None);
        return report;
    }

    /// <summary>What a collection that keeps what any run needs would free now.</summary>
    public async Task<GarbageReport> FindAsync(CancellationToken cancellationToken)
    {
        var live = await database.ReadAsync(
            db => LiveStepKeysAsync(db, [], cancellationToken), cancellationToken);
        return await Task.Run(() => store.FindGarbage(live), cancellationToken);
    }

    /// <summary>Keys of the steps that must be kept.</summary>
    internal async Task<HashSet<string>> LiveStepKeysAsync(
        TrackerContext db, IReadOnlyList<Guid> kept, CancellationToken cancellationToken)
    {
        var members = kept.Count == 0
            ? db.RunMembers
            : db.RunMembers.Where(member => kept.Contains(member.RunId)
                || db.UnfinishedRuns().Any(run => run.Id == member.RunId));
        var live = await members.Select(member => member.StepKey).Distinct().ToListAsync(cancellationToken);
        // Runs of the embedded mode in the same store are not in the server's tables, and their user is not asking.
        if (options.IsOnServer)
            live.AddRange(await SqliteRuns.StepKeysAsync(options.DatabasePath, cancellationToken));
        return live.ToHashSet(StringComparer.Ordinal);
    }

    private Task<List<Guid>> FindAsync(IReadOnlyList<string> idsOrNames, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var found = new List<Guid>();
                foreach (var idOrName in idsOrNames)
                    found.Add(await RunFinder.FindAsync(db, idOrName, cancellationToken));
                return found;
            },
            cancellationToken);

    private async Task<GarbageReport> RemoveAsync(
        TrackerContext db, IReadOnlyList<Guid> kept, CancellationToken cancellationToken)
    {
        // No run may come to need an artifact between the list of those that are needed and the removal.
        await db.Engine.LockArtifactsAsync(db, alone: true);
        var live = await LiveStepKeysAsync(db, kept, cancellationToken);
        await LogGarbage.RemoveAsync(db, logs, live, cancellationToken);
        var others = options.IsOnServer ? await SqliteRuns.IdsAsync(options.DatabasePath, cancellationToken) : [];
        await RunFolderGarbage.RemoveAsync(
            db, store, others, time.GetUtcNow() - RunFolderGarbage.Grace, cancellationToken);
        return await Task.Run(() => store.CollectGarbage(live), cancellationToken);
    }
}
