using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Compares what is with what should be and repairs the difference: leases that ran out, commands that nobody
/// answered, changes that another process made.
/// </summary>
public sealed class Reconciler(
    TrackerDatabase database,
    StepLedger ledger,
    Dispatcher dispatcher,
    TrackerSignals signals,
    TrackerOptions options,
    TimeProvider time)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    // A worker renews every 10 s; one renewal may be late.
    private static readonly TimeSpan RenewalTime = TimeSpan.FromSeconds(25);

    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await LoseExpiredAsync(cancellationToken);
        await SendAgainAsync(cancellationToken);
        await database.WriteAsync(db => db.MakeReadyAsync(), cancellationToken);
        signals.StatusChanged();
    }

    private async Task LoseExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var expired = await database.ReadAsync(
            db => db.OpenAttempts().AsNoTracking()
                .Where(attempt => attempt.LeaseUntil < now).ToListAsync(cancellationToken),
            cancellationToken);
        foreach (var attempt in expired)
            await ledger.FailAsync(Lost(attempt, now), cancellationToken);
    }

    private static StepFailed Lost(Attempt attempt, DateTimeOffset now) => new()
    {
        AttemptId = attempt.Id,
        AttemptNumber = attempt.Number,
        StepKey = attempt.StepKey,
        Reason = FailureReason.RunnerLost,
        Detail = $"nothing was heard of its worker on {attempt.MachineName} before the lease ended",
        FailedAt = now,
    };

    // A worker answers a command it knows with what it last said about it, so a lost answer comes again.
    private async Task SendAgainAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (claimedBefore, leaseBefore) = (now - AnswerTime, now - RenewalTime + options.LeaseDuration);
        var silent = await database.ReadAsync(
            db => db.OpenAttempts().AsNoTracking()
                .Where(attempt => attempt.Endpoint != null)
                .Where(attempt =>
                    (attempt.Status == AttemptStatus.Claimed && attempt.ClaimedAt < claimedBefore)
                    || (attempt.Status == AttemptStatus.Running && attempt.LeaseUntil < leaseBefore))
                .ToListAsync(cancellationToken),
            cancellationToken);
        foreach (var attempt in silent)
        {
            var command = await database.ReadAsync(
                db => StepLedger.CommandAsync(db, attempt), cancellationToken);
            await dispatcher.SendAsync(attempt.Endpoint!, command, cancellationToken);
        }
    }
}
