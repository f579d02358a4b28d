using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Removes the logs of steps that nobody can ask for any more.</summary>
internal static class LogGarbage
{
    private const int KeysAtOnce = 500;

    /// <param name="db">The tracker's tables: the logs of every step in them stay.</param>
    /// <param name="logs">The logs of the store.</param>
    /// <param name="alsoLive">Steps of others that use the store.</param>
    /// <param name="cancellationToken">Gives up; what is removed by then is removed.</param>
    public static async Task RemoveAsync(
        TrackerContext db, AttemptLogs logs, IReadOnlySet<string> alsoLive, CancellationToken cancellationToken)
    {
        foreach (var keys in logs.StepKeys().Where(key => !alsoLive.Contains(key)).Chunk(KeysAtOnce))
        {
            var known = await db.Steps.Where(step => keys.Contains(step.Key)).Select(step => step.Key)
                .ToListAsync(cancellationToken);
            foreach (var key in keys.Except(known))
                logs.Remove(key);
        }
    }
}
