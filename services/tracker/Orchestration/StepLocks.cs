using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Holds the steps that a transaction decides about, until it ends. Two inputs of a step that are completed at once
/// would each see the other as not completed, and nobody would make the step ready: whoever completes an input holds
/// what waits for it too. All locks are taken in the order of the keys, so transactions wait for each other in no ring.
/// </summary>
internal static class StepLocks
{
    public static Task LockStepsAsync(this TrackerContext db, params IReadOnlyCollection<string> stepKeys) =>
        db.Engine.LockStepsAsync(db, stepKeys);

    /// <summary>
    /// Locks the given steps and everything that needs one of <paramref name="inputs"/>, and returns the keys of the
    /// latter. A launch that was waited for may have added some, so it looks again until it has them all.
    /// </summary>
    public static async Task<List<string>> LockWithDependentsAsync(
        this TrackerContext db, IReadOnlyCollection<string> stepKeys, IReadOnlyCollection<string> inputs)
    {
        var dependents = await db.DependentsAsync(inputs);
        while (true)
        {
            await db.LockStepsAsync([.. stepKeys.Union(dependents)]);
            var current = await db.DependentsAsync(inputs);
            if (current.Count == dependents.Count)
                return dependents;
            dependents = current;
        }
    }
}
