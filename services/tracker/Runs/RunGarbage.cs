using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Frees the artifacts that no run, or none of the runs to keep, names.</summary>
public sealed class RunGarbage(TrackerDatabase database, RunQueries queries, ArtifactStore store)
{
    /// <param name="keep">
    /// None: what any run needs is kept. Otherwise what these runs, ids or names, and those in progress need.
    /// </param>
    public async Task<GarbageReport> CollectAsync(IReadOnlyList<string> keep, CancellationToken cancellationToken)
    {
        var kept = new List<Guid>();
        foreach (var idOrName in keep)
            kept.Add(await queries.FindAsync(idOrName, cancellationToken));
        var live = await LiveStepKeysAsync(keep.Count == 0 ? null : kept, cancellationToken);
        return await Task.Run(() => store.CollectGarbage(live), cancellationToken);
    }

    /// <summary>Keys of the steps that must be kept; null asks for those of every run.</summary>
    internal Task<HashSet<string>> LiveStepKeysAsync(List<Guid>? kept, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var members = kept is null
                    ? db.RunMembers
                    : db.RunMembers.Where(member => kept.Contains(member.RunId)
                        || db.UnfinishedRuns().Any(run => run.Id == member.RunId));
                var keys = await members.Select(member => member.StepKey).Distinct().ToListAsync(cancellationToken);
                return keys.ToHashSet(StringComparer.Ordinal);
            },
            cancellationToken);
}
