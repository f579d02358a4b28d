using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Compares what is with what should be and repairs the difference: leases that ran out, commands that nobody
/// answered, changes that another process made.
/// </summary>
public sealed class Reconciler(
    TrackerDatabase database,
    StepLedger ledger,
    WorkerLedger workers,
    Dispatcher dispatcher,
    TrackerOptions options,
    TimeProvider time)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    // A worker renews every 10 s; one renewal may be late.
    private static readonly TimeSpan RenewalTime = TimeSpan.FromSeconds(25);

    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await LoseExpiredAsync(cancellationToken);
        await workers.LoseGoneAsync(cancellationToken);
        await SendAgainAsync(cancellationToken);
        await database.WriteAsync(WakeAsync, cancellationToken);
    }

    // Transitions make ready what can start, and say so; this finds what one of them may have missed.
    private static async Task<int> WakeAsync(TrackerContext db)
    {
        db.Tell(TrackerChange.Status);
        return await db.NeededSteps().MakeReadyAsync(db);
    }

    private Task<int> LoseExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ledger.LoseAsync(
            db => db.OpenAttempts().Where(attempt => attempt.LeaseUntil < now),
            "nothing was heard of its worker before the lease ended",
            cancellationToken);
    }

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
