using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Every change of a step's status, each one transaction of conditional updates: whoever comes second, comes with an
/// older attempt, or comes twice, changes nothing.
/// <code>
/// Waiting → Ready            all inputs completed
/// Ready → Running            claimed: a new attempt
/// Running → Completed        StepCompleted
/// Running → Ready            stopped, declined, or lost fewer times than the limit
/// Running → Failed           StepFailed, or lost too often
/// Running → Cancelled        as Ready, when no unfinished run has the step
/// </code>
/// Launch, retry and cancel move steps that are not running: see <see cref="RunMembership"/> and <c>RunCommands</c>.
/// </summary>
public sealed class StepLedger(TrackerDatabase database, TrackerOptions options, TimeProvider time)
{
    /// <summary>Makes a new attempt of a ready step, or returns null when somebody else has claimed it.</summary>
    public Task<RunStep?> ClaimAsync(string stepKey, StepOwner owner, CancellationToken cancellationToken) =>
        database.WriteAsync(db => ClaimAsync(db, stepKey, owner), cancellationToken);

    /// <summary>The worker has the attempt; said again, it renews the lease.</summary>
    public Task StartAsync(StepStarted started, CancellationToken cancellationToken)
    {
        var leaseUntil = time.GetUtcNow() + options.LeaseDuration;
        return database.WriteAsync(
            db =>
            {
                db.Tell(TrackerChange.View);
                return db.OpenAttempts().Where(attempt => attempt.Id == started.AttemptId).ExecuteUpdateAsync(set => set
                    .SetProperty(attempt => attempt.Status, AttemptStatus.Running)
                    .SetProperty(attempt => attempt.StartedAt, attempt => attempt.StartedAt ?? started.StartedAt)
                    .SetProperty(attempt => attempt.LeaseUntil, leaseUntil));
            },
            cancellationToken);
    }

    public Task RenewAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        var leaseUntil = time.GetUtcNow() + options.LeaseDuration;
        return database.WriteAsync(
            db => db.OpenAttempts().Where(attempt => attempt.Id == attemptId)
                .ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.LeaseUntil, leaseUntil)),
            cancellationToken);
    }

    public Task CompleteAsync(StepCompleted completed, CancellationToken cancellationToken)
    {
        var end = new AttemptEnd(AttemptStatus.Completed, completed.CompletedAt);
        return EndAsync(
            Open(completed.AttemptId), end, (db, attempt) => CompleteAsync(db, attempt, completed), cancellationToken);
    }

    /// <summary>What executes the attempt says that it has failed; a lost runner counts against the step.</summary>
    public Task FailAsync(StepFailed failed, CancellationToken cancellationToken)
    {
        var status = failed.Reason switch
        {
            FailureReason.Stopped => AttemptStatus.Stopped,
            FailureReason.RunnerLost => AttemptStatus.Lost,
            _ => AttemptStatus.Failed,
        };
        var end = new AttemptEnd(status, failed.FailedAt, failed.Reason, failed.Detail);
        return EndAsync(
            Open(failed.AttemptId), end, (db, attempt) => AfterFailureAsync(db, attempt, failed), cancellationToken);
    }

    /// <summary>The worker had no slot: the step is ready again.</summary>
    public Task DeclineAsync(StepDeclined declined, CancellationToken cancellationToken)
    {
        var end = new AttemptEnd(AttemptStatus.Declined, time.GetUtcNow());
        return EndAsync(Open(declined.AttemptId), end, ReleaseAsync, cancellationToken);
    }

    /// <summary>
    /// Ends the open attempts that are as described, because whoever executed them is gone. That says nothing about
    /// their steps, which are ready again however often it happens.
    /// </summary>
    public async Task<int> LoseAsync(
        Func<TrackerContext, IQueryable<Attempt>> which, string detail, CancellationToken cancellationToken)
    {
        var lost = await database.ReadAsync(
            db => which(db).Select(attempt => attempt.Id).ToListAsync(cancellationToken), cancellationToken);
        var end = new AttemptEnd(AttemptStatus.Lost, time.GetUtcNow(), FailureReason.RunnerLost, detail);
        foreach (var attemptId in lost)
            await EndAsync(
                db => which(db).Where(attempt => attempt.Id == attemptId), end, ReleaseAsync, cancellationToken);
        return lost.Count;
    }

    private async Task<RunStep?> ClaimAsync(TrackerContext db, string stepKey, StepOwner owner)
    {
        var step = await db.Steps.AsNoTracking().SingleOrDefaultAsync(row => row.Key == stepKey);
        if (step is null)
            return null;
        var number = step.AttemptCount + 1;
        var claimed = await db.Steps
            .Where(row => row.Key == stepKey && row.Status == StepStatus.Ready && row.AttemptCount == step.AttemptCount)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Status, StepStatus.Running)
                .SetProperty(row => row.AttemptCount, number));
        if (claimed == 0)
            return null;

        var attempt = NewAttempt(stepKey, number, owner);
        db.Attempts.Add(attempt);
        await db.SaveChangesAsync();
        await StartRunsAsync(db, stepKey);
        db.Tell(TrackerChange.View);
        return await CommandAsync(db, attempt);
    }

    private Attempt NewAttempt(string stepKey, int number, StepOwner owner)
    {
        var now = time.GetUtcNow();
        return new Attempt
        {
            Id = NewId.NextGuid(),
            StepKey = stepKey,
            Number = number,
            Status = AttemptStatus.Claimed,
            WorkerId = owner.WorkerId,
            Endpoint = owner.Endpoint,
            MachineName = owner.MachineName,
            ProcessId = owner.ProcessId,
            ClaimedAt = now,
            LeaseUntil = now + options.LeaseDuration,
        };
    }

    private Task<int> StartRunsAsync(TrackerContext db, string stepKey)
    {
        var now = time.GetUtcNow();
        return db.UnfinishedRuns()
            .Where(run => run.Status == RunStatus.Queued && run.HeldAt == null)
            .Where(run => db.RunMembers.Any(member => member.RunId == run.Id && member.StepKey == stepKey))
            .ExecuteUpdateAsync(set => set
                .SetProperty(run => run.Status, RunStatus.Running)
                .SetProperty(run => run.StartedAt, run => run.StartedAt ?? now));
    }

    /// <summary>The command that starts an open attempt; sent again it is the same command.</summary>
    internal static async Task<RunStep> CommandAsync(TrackerContext db, Attempt attempt)
    {
        var specJson = await db.Steps
            .Where(step => step.Key == attempt.StepKey).Select(step => step.SpecJson).SingleAsync();
        var name = await db.RunMembers
            .Where(member => member.StepKey == attempt.StepKey).OrderBy(member => member.Name)
            .Select(member => member.Name).FirstOrDefaultAsync();
        return new RunStep
        {
            AttemptId = attempt.Id,
            AttemptNumber = attempt.Number,
            StepKey = attempt.StepKey,
            SpecJson = specJson,
            // Nobody has a step any more whose run was removed while it was being stopped.
            StepName = name ?? attempt.StepKey,
        };
    }

    private static Func<TrackerContext, IQueryable<Attempt>> Open(Guid attemptId) =>
        db => db.OpenAttempts().Where(attempt => attempt.Id == attemptId);

    private Task<bool> EndAsync(
        Func<TrackerContext, IQueryable<Attempt>> which,
        AttemptEnd end,
        Func<TrackerContext, Attempt, Task> moveStep,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var attempt = await which(db).AsNoTracking().SingleOrDefaultAsync();
                if (attempt is null || await EndAttemptAsync(which(db), end) == 0)
                    return false;
                await moveStep(db, attempt);
                db.Tell(TrackerChange.Status);
                return true;
            },
            cancellationToken);

    private static Task<int> EndAttemptAsync(IQueryable<Attempt> attempt, AttemptEnd end) =>
        attempt.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Status, end.Status)
            .SetProperty(row => row.EndedAt, end.At)
            .SetProperty(row => row.Reason, end.Reason)
            .SetProperty(row => row.Detail, end.Detail));

    private static async Task CompleteAsync(TrackerContext db, Attempt attempt, StepCompleted completed)
    {
        var dependents = await db.LockWithDependentsAsync([attempt.StepKey], inputs: [attempt.StepKey]);
        var outputs = Outputs.Write(completed.Outputs);
        var isCurrent = await RunningStep(db, attempt).ExecuteUpdateAsync(set => set
            .SetProperty(step => step.Status, StepStatus.Completed)
            .SetProperty(step => step.OutputsJson, outputs)
            .SetProperty(step => step.Failure, (string?)null)) > 0;
        if (isCurrent)
            await StepLineage.AddOutputsAsync(db, attempt.StepKey, completed.Outputs, completed.CompletedAt);
        await db.MakeReadyAsync(dependents);
    }

    private Task AfterFailureAsync(TrackerContext db, Attempt attempt, StepFailed failed) => failed.Reason switch
    {
        FailureReason.Stopped => ReleaseAsync(db, attempt),
        FailureReason.RunnerLost => AfterLossAsync(db, attempt, failed),
        _ => FailStepAsync(db, attempt, failed.Detail),
    };

    // How far it came decides whether its loss counts, and the message that says so may be handled after this one.
    private async Task AfterLossAsync(TrackerContext db, Attempt attempt, StepFailed failed)
    {
        if (failed.DoneCount is { } done)
            await db.Attempts.Where(row => row.Id == attempt.Id && row.DoneCount < done)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DoneCount, done));
        await AfterLossAsync(db, attempt, failed.Detail);
    }

    private async Task AfterLossAsync(TrackerContext db, Attempt attempt, string detail)
    {
        await db.LockStepsAsync(attempt.StepKey);
        var isFurther = await IsFurtherThanEarlierAsync(db, attempt);
        await RunningStep(db, attempt).ExecuteUpdateAsync(
            set => set.SetProperty(step => step.LostCount, step => isFurther ? 1 : step.LostCount + 1));
        if (await RunningStep(db, attempt).AnyAsync(step => step.LostCount >= options.LostLimit))
            await FailStepAsync(db, attempt, $"lost {options.LostLimit} times; {detail}");
        else
            await ReleaseAsync(db, attempt);
    }

    // A step that dies at the same place every time never gets further than it once was, whichever of its last words
    // were heard; one whose runner is killed now and then does.
    private static async Task<bool> IsFurtherThanEarlierAsync(TrackerContext db, Attempt attempt)
    {
        var done = await db.Attempts
            .Where(row => row.StepKey == attempt.StepKey && row.Number == attempt.Number)
            .Select(row => row.DoneCount).SingleAsync();
        var furthest = await db.Attempts
            .Where(row => row.StepKey == attempt.StepKey && row.Number < attempt.Number)
            .MaxAsync(row => (long?)row.DoneCount);
        return done > (furthest ?? 0);
    }

    private static async Task ReleaseAsync(TrackerContext db, Attempt attempt)
    {
        await db.LockStepsAsync(attempt.StepKey);
        var abandoned = db.AbandonedSteps();
        await RunningStep(db, attempt).Where(step => abandoned.Any(other => other.Key == step.Key))
            .ExecuteUpdateAsync(set => set.SetProperty(step => step.Status, StepStatus.Cancelled));
        await RunningStep(db, attempt)
            .ExecuteUpdateAsync(set => set.SetProperty(step => step.Status, StepStatus.Ready));
    }

    private static async Task FailStepAsync(TrackerContext db, Attempt attempt, string detail)
    {
        await RunningStep(db, attempt).ExecuteUpdateAsync(set => set
            .SetProperty(step => step.Status, StepStatus.Failed)
            .SetProperty(step => step.Failure, detail));
        var members = await db.RunMembers.AsNoTracking()
            .Where(member => member.StepKey == attempt.StepKey)
            .Where(member => db.UnfinishedRuns().Any(run => run.Id == member.RunId))
            .OrderBy(member => member.RunId).ToListAsync();
        foreach (var member in members)
            await db.UnfinishedRuns().Where(run => run.Id == member.RunId && run.Failure == null)
                .ExecuteUpdateAsync(set => set.SetProperty(run => run.Failure, $"{member.Name}: {detail}"));
    }

    private static IQueryable<Step> RunningStep(TrackerContext db, Attempt attempt) =>
        db.Steps.Where(step =>
            step.Key == attempt.StepKey && step.Status == StepStatus.Running && step.AttemptCount == attempt.Number);

    private sealed record AttemptEnd(
        AttemptStatus Status, DateTimeOffset At, FailureReason? Reason = null, string? Detail = null);
}
