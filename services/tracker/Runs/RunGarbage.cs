using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Data.Sqlite;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Frees the artifacts that no run, or none of the runs to keep, names.</summary>
public sealed class RunGarbage(
    TrackerDatabase database, ArtifactStore store, AttemptLogs logs, TrackerOptions options)
{
    /// <param name="keep">
    /// None: what any run needs is kept. Otherwise what these runs, ids or names, and those in progress need.
    /// </param>
    /// <param name="cancellationToken">Gives up, as long as nothing is removed.</param>
    public Task<GarbageReport> CollectAsync(IReadOnlyList<string> keep, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                // No run may come to need an artifact between the list of those that are needed and the removal.
                await db.Engine.LockArtifactsAsync(db, alone: true);
                var live = await LiveStepKeysAsync(db, keep, cancellationToken);
                await LogGarbage.RemoveAsync(db, logs, live, cancellationToken);
                return await Task.Run(() => store.CollectGarbage(live), cancellationToken);
            },
            cancellationToken);

    /// <summary>What a collection that keeps what any run needs would free now.</summary>
    public async Task<GarbageReport> FindAsync(CancellationToken cancellationToken)
    {
        var live = await database.ReadAsync(
            db => LiveStepKeysAsync(db, [], cancellationToken), cancellationToken);
        return await Task.Run(() => store.FindGarbage(live), cancellationToken);
    }

    /// <summary>Keys of the steps that must be kept.</summary>
    internal async Task<HashSet<string>> LiveStepKeysAsync(
        TrackerContext db, IReadOnlyList<string> keep, CancellationToken cancellationToken)
    {
        var kept = new List<Guid>();
        foreach (var idOrName in keep)
            kept.Add(await RunFinder.FindAsync(db, idOrName, cancellationToken));
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
}
