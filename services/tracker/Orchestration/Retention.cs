using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>Removes what has been over for as long as the options say, and the artifacts that no run needs.</summary>
public sealed class Retention(
    TrackerDatabase database,
    RunCommands commands,
    RunGarbage garbage,
    AttemptLogs logs,
    TrackerOptions options,
    TimeProvider time,
    ILogger<Retention> log)
{
    private readonly RetentionOptions _keep = options.Retention;

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var runs = await RemoveRunsAsync(cancellationToken);
        var steps = await RemoveStepsAsync(cancellationToken);
        var attempts = await RemoveAttemptsAsync(cancellationToken);
        var workers = await RemoveWorkersAsync(cancellationToken);
        var collected = await CollectGarbageAsync(cancellationToken);
        log.LogInformation(
            "Removed {Runs} runs, {Steps} steps, {Attempts} attempts, {Workers} workers, {Artifacts} artifacts",
            runs, steps, attempts, workers, collected.ArtifactsRemoved);
    }

    private async Task<int> RemoveRunsAsync(CancellationToken cancellationToken)
    {
        if (_keep.RunDays is not { } days)
            return 0;
        var before = Before(days);
        var runs = await database.ReadAsync(
            db => db.FinishedRuns().Where(run => run.FinishedAt < before).OrderBy(run => run.FinishedAt)
                .Select(run => run.Id).ToListAsync(cancellationToken),
            cancellationToken);
        foreach (var runId in runs)
            await RemoveAsync(runId, cancellationToken);
        return runs.Count;
    }

    private async Task RemoveAsync(Guid runId, CancellationToken cancellationToken)
    {
        try
        {
            await commands.RemoveAsync(runId, cancellationToken);
        }
        catch (RunException exception)
        {
            log.LogInformation("A run stays after all: {Reason}", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The folder of run {RunId} is not removed yet: {Reason}", runId, exception.Message);
        }
    }

    /// <summary>Steps that were still being stopped when the last run that had them was removed.</summary>
    private Task<int> RemoveStepsAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.Steps
                .Where(step => step.Status != StepStatus.Running)
                .Where(step => !db.RunMembers.Any(member => member.StepKey == step.Key))
                .ExecuteDeleteAsync(cancellationToken),
            cancellationToken);

    // The latest attempt of a step is what people see of it, and the earlier ones of a step that goes on say how far
    // it has been.
    private async Task<int> RemoveAttemptsAsync(CancellationToken cancellationToken)
    {
        var before = Before(_keep.AttemptDays);
        var removed = await database.WriteAsync(
            async db =>
            {
                var old = await Outdated(db, before)
                    .Select(attempt => new { attempt.StepKey, attempt.Number }).ToListAsync(cancellationToken);
                await Outdated(db, before).ExecuteDeleteAsync(cancellationToken);
                return old;
            },
            cancellationToken);
        foreach (var attempt in removed)
            logs.Remove(attempt.StepKey, attempt.Number);
        return removed.Count;
    }

    private static IQueryable<Attempt> Outdated(TrackerContext db, DateTimeOffset before) =>
        db.Attempts
            .Where(attempt => attempt.Status == AttemptStatus.Lost || attempt.Status == AttemptStatus.Declined)
            .Where(attempt => attempt.EndedAt < before)
            .Where(attempt => db.Steps.Any(step => step.Key == attempt.StepKey
                && step.AttemptCount != attempt.Number
                && (step.Status == StepStatus.Completed || step.Status == StepStatus.Failed)));

    private Task<int> RemoveWorkersAsync(CancellationToken cancellationToken)
    {
        var before = Before(_keep.WorkerDays);
        return database.WriteAsync(
            db => db.Workers
                .Where(worker => worker.HeardAt < before)
                .Where(worker => !db.OpenAttempts().Any(attempt => attempt.WorkerId == worker.Id))
                .ExecuteDeleteAsync(cancellationToken),
            cancellationToken);
    }

    private async Task<GarbageReport> CollectGarbageAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async db =>
            {
                // No run may come to use a set of options while it is removed.
                await db.Engine.LockArtifactsAsync(db, alone: true);
                return await SearchIndex.RemoveUnusedAsync(db);
            },
            cancellationToken);
        return await garbage.CollectAsync([], cancellationToken);
    }

    private DateTimeOffset Before(int days) => time.GetUtcNow() - TimeSpan.FromDays(days);
}
