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
public sealed class StepLedger(
    TrackerDatabase database, TrackerOptions options, TimeProvider time, TrackerSignals signals)
{
    /// <summary>Makes a new attempt of a ready step, or returns null when somebody else has claimed it.</summary>
    public async Task<RunStep?> ClaimAsync(string stepKey, StepOwner owner, CancellationToken cancellationToken)
    {
        var command = await database.WriteAsync(db => ClaimAsync(db, stepKey, owner), cancellationToken);
        if (command is not null)
            signals.View.Notify();
        return command;
    }

    /// <summary>The worker has the attempt; said again, it renews the lease.</summary>
    public async Task StartAsync(StepStarted started, CancellationToken cancellationToken)
    {
        var leaseUntil = time.GetUtcNow() + options.LeaseDuration;
        await database.WriteAsync(
            db => db.OpenAttempts().Where(attempt => attempt.Id == started.AttemptId).ExecuteUpdateAsync(set => set
                .SetProperty(attempt => attempt.Status, AttemptStatus.Running)
                .SetProperty(attempt => attempt.StartedAt, attempt => attempt.StartedAt ?? started.StartedAt)
                .SetProperty(attempt => attempt.LeaseUntil, leaseUntil)),
            cancellationToken);
        signals.View.Notify();
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
            completed.AttemptId, end, (db, attempt) => CompleteAsync(db, attempt, completed), cancellationToken);
    }

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
            failed.AttemptId, end, (db, attempt) => AfterFailureAsync(db, attempt, failed), cancellationToken);
    }

    /// <summary>The worker had no slot: the step is ready again.</summary>
    public Task DeclineAsync(StepDeclined declined, CancellationToken cancellationToken)
    {
        var end = new AttemptEnd(AttemptStatus.Declined, time.GetUtcNow());
        return EndAsync(declined.AttemptId, end, ReleaseAsync, cancellationToken);
    }

    /// <summary>Ends all open attempts at once, because this host owns the store and none of them is its own.</summary>
    public async Task ReleaseAllAsync(string detail, CancellationToken cancellationToken)
    {
        var end = new AttemptEnd(AttemptStatus.Lost, time.GetUtcNow(), FailureReason.RunnerLost, detail);
        var open = await database.ReadAsync(
            db => db.OpenAttempts().Select(attempt => attempt.Id).ToListAsync(cancellationToken), cancellationToken);
        foreach (var attemptId in open)
            await EndAsync(attemptId, end, ReleaseAsync, cancellationToken);
    }

    private async Task<RunStep?> ClaimAsync(TrackerContext db, string stepKey, StepOwner owner)
    {
        var step = await db.Steps.AsNoTracking().SingleAsync(row => row.Key == stepKey);
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
        return await CommandAsync(db, attempt);
    }

    private Attempt NewAttempt(string stepKey, int number, StepOwner owner)
    {
        var now = time.GetUtcNow();
        return new Attempt
        {
            Id = MassTransit.NewId.NextGuid(),
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
        return db.Runs
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
            .Select(member => member.Name).FirstAsync();
        return new RunStep
        {
            AttemptId = attempt.Id,
            AttemptNumber = attempt.Number,
            StepKey = attempt.StepKey,
            SpecJson = specJson,
            StepName = name,
        };
    }

    private async Task EndAsync(
        Guid attemptId,
        AttemptEnd end,
        Func<TrackerContext, Attempt, Task> moveStep,
        CancellationToken cancellationToken)
    {
        var hasEnded = await database.WriteAsync(
            async db =>
            {
                if (await EndAttemptAsync(db, attemptId, end) == 0)
                    return false;
                var attempt = await db.Attempts.AsNoTracking().SingleAsync(row => row.Id == attemptId);
                await moveStep(db, attempt);
                return true;
            },
            cancellationToken);
        if (hasEnded)
            signals.StatusChanged();
    }

    private static Task<int> EndAttemptAsync(TrackerContext db, Guid attemptId, AttemptEnd end) =>
        db.OpenAttempts().Where(attempt => attempt.Id == attemptId).ExecuteUpdateAsync(set => set
            .SetProperty(attempt => attempt.Status, end.Status)
            .SetProperty(attempt => attempt.EndedAt, end.At)
            .SetProperty(attempt => attempt.Reason, end.Reason)
            .SetProperty(attempt => attempt.Detail, end.Detail));

    private static async Task CompleteAsync(TrackerContext db, Attempt attempt, StepCompleted completed)
    {
        var outputs = Outputs.Write(completed.Outputs);
        await RunningStep(db, attempt).ExecuteUpdateAsync(set => set
            .SetProperty(step => step.Status, StepStatus.Completed)
            .SetProperty(step => step.OutputsJson, outputs)
            .SetProperty(step => step.Failure, (string?)null));
        await db.MakeReadyAsync();
    }

    private Task AfterFailureAsync(TrackerContext db, Attempt attempt, StepFailed failed) => failed.Reason switch
    {
        FailureReason.Stopped => ReleaseAsync(db, attempt),
        FailureReason.RunnerLost => AfterLossAsync(db, attempt, failed.Detail),
        _ => FailStepAsync(db, attempt, failed.Detail),
    };

    private async Task AfterLossAsync(TrackerContext db, Attempt attempt, string detail)
    {
        await RunningStep(db, attempt).ExecuteUpdateAsync(
            set => set.SetProperty(step => step.LostCount, step => step.LostCount + 1));
        if (await RunningStep(db, attempt).AnyAsync(step => step.LostCount >= options.LostLimit))
            await FailStepAsync(db, attempt, $"lost {options.LostLimit} times; {detail}");
        else
            await ReleaseAsync(db, attempt);
    }

    private static async Task ReleaseAsync(TrackerContext db, Attempt attempt)
    {
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
            .Where(member => member.StepKey == attempt.StepKey).ToListAsync();
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
