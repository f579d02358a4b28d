using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>
/// What people do to runs. Everything is a change in the database, so it works from any process: a host that is
/// running sees it and acts.
/// </summary>
public sealed class RunCommands(
    TrackerDatabase database, ArtifactStore store, RunMembership membership, TimeProvider time)
{
    /// <summary>Ends a run. Its running steps are stopped, unless another run has them too.</summary>
    public Task CancelAsync(Guid runId, CancellationToken cancellationToken) =>
        database.WriteAsync(db => CancelAsync(db, runId), cancellationToken);

    /// <summary>Goes on with a run that failed, was cancelled or is held: finished steps stay as they are.</summary>
    public Task RetryAsync(Guid runId, CancellationToken cancellationToken) =>
        database.WriteAsync(db => RetryAsync(db, runId), cancellationToken);

    /// <summary>Forgets a finished run. Its artifacts become garbage unless another run has them.</summary>
    public async Task RemoveAsync(Guid runId, CancellationToken cancellationToken)
    {
        await database.WriteAsync(db => RemoveAsync(db, runId), cancellationToken);
        // After a crash here a collection removes the folder.
        store.RemoveRun(runId.ToString("N"));
        store.EmptyTrash();
    }

    private async Task<int> CancelAsync(TrackerContext db, Guid runId)
    {
        var keys = await KeysAsync(db, runId);
        await db.LockStepsAsync(keys);
        var now = time.GetUtcNow();
        var cancelled = await db.UnfinishedRuns().Where(run => run.Id == runId).ExecuteUpdateAsync(set => set
            .SetProperty(run => run.Status, RunStatus.Cancelled)
            .SetProperty(run => run.HeldAt, (DateTimeOffset?)null)
            .SetProperty(run => run.FinishedAt, now));
        if (cancelled == 0)
            throw await InvalidAsync(db, runId, "cancelled");
        db.Tell(TrackerChange.Status);
        return await db.AbandonedSteps()
            .Where(step => keys.Contains(step.Key))
            .Where(step => step.Status == StepStatus.Waiting || step.Status == StepStatus.Ready)
            .ExecuteUpdateAsync(set => set.SetProperty(step => step.Status, StepStatus.Cancelled));
    }

    private async Task<int> RetryAsync(TrackerContext db, Guid runId)
    {
        await db.Engine.LockArtifactsAsync(db, alone: false);
        var keys = await KeysAsync(db, runId);
        var finished = membership.Finished(keys);
        var affected = await RunMembership.LockAsync(db, keys, finished);
        var retried = await db.Runs
            .Where(run => run.Id == runId)
            .Where(run => run.Status == RunStatus.Failed || run.Status == RunStatus.Cancelled || run.HeldAt != null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(run => run.Status, RunStatus.Queued)
                .SetProperty(run => run.HeldAt, (DateTimeOffset?)null)
                .SetProperty(run => run.FinishedAt, (DateTimeOffset?)null)
                .SetProperty(run => run.Failure, (string?)null));
        if (retried == 0)
            throw await InvalidAsync(db, runId, "retried");
        await membership.ResetAsync(db, keys, finished, affected, time.GetUtcNow());
        db.Tell(TrackerChange.Status);
        return retried;
    }

    private static async Task<int> RemoveAsync(TrackerContext db, Guid runId)
    {
        var keys = await KeysAsync(db, runId);
        await db.LockStepsAsync(keys);
        var removed = await db.FinishedRuns()
            .Where(run => run.Id == runId)
            .ExecuteDeleteAsync();
        if (removed == 0)
            throw await InvalidAsync(db, runId, "removed; cancel it first");
        db.Tell(TrackerChange.Status);
        return await db.Steps
            .Where(step => keys.Contains(step.Key) && step.Status != StepStatus.Running)
            .Where(step => !db.RunMembers.Any(member => member.StepKey == step.Key))
            .ExecuteDeleteAsync();
    }

    private static Task<List<string>> KeysAsync(TrackerContext db, Guid runId) =>
        db.RunMembers.Where(member => member.RunId == runId).Select(member => member.StepKey).ToListAsync();

    private static async Task<RunException> InvalidAsync(TrackerContext db, Guid runId, string wanted) =>
        await db.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId) is { } run
            ? new InvalidRunStatusException(runId, run.Status, wanted)
            : new RunNotFoundException(runId.ToString("N"));
}
