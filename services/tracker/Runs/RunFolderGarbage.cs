using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>
/// Removes the folders of runs that nobody knows: of those whose removal was cut short, and of launches and imports
/// that came to nothing.
/// </summary>
internal static class RunFolderGarbage
{
    /// <summary>A launch and an import put files there before the run is known.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const int IdsAtOnce = 500;

    /// <param name="db">The tracker's tables: the folder of every run in them stays.</param>
    /// <param name="store">The store.</param>
    /// <param name="alsoKnown">Runs of others that use the store.</param>
    /// <param name="before">What was changed since then stays.</param>
    /// <param name="cancellationToken">Gives up; what is removed by then is removed.</param>
    public static async Task RemoveAsync(
        TrackerContext db, ArtifactStore store, IReadOnlyCollection<Guid> alsoKnown, DateTimeOffset before,
        CancellationToken cancellationToken)
    {
        foreach (var ids in store.RunsUntouchedSince(before).Select(IdOf).OfType<Guid>().Chunk(IdsAtOnce))
        {
            var known = await db.Runs.Where(run => ids.Contains(run.Id)).Select(run => run.Id)
                .ToListAsync(cancellationToken);
            foreach (var id in ids.Except(known).Except(alsoKnown))
                store.RemoveRun(id.ToString("N"));
        }
    }

    private static Guid? IdOf(string name) => Guid.TryParseExact(name, "N", out var id) ? id : null;
}
