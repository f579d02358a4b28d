using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Hosting;

/// <summary>
/// Takes the store before anything else starts and gives it back after everything else has stopped. As no other host
/// can be alive, every attempt that is open when it takes the store was lost with an earlier one.
/// </summary>
internal sealed class StoreOwner(
    TrackerDatabase database, StepLedger ledger, WorkerLedger workers, TrackerOptions options, TimeProvider time)
    : IHostedService, IDisposable
{
    private StoreLock? _lock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _lock = StoreLock.Acquire(options.StoreRoot);
        await database.EnsureSchemaAsync(cancellationToken);
        await workers.ForgetAllAsync(cancellationToken);
        await SettleAsync("the host that executed it is gone", cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Not taken: nothing here is ours to put in order.
        if (_lock is null)
            return;
        try
        {
            await SettleAsync("the host stopped", CancellationToken.None);
        }
        catch (StorageFullException)
        {
            // Nothing can be written any more: the next host settles what this one leaves.
        }
        _lock.Dispose();
        _lock = null;
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>Nothing is under way any more: what is unfinished waits for the next host, or for somebody.</summary>
    private async Task SettleAsync(string detail, CancellationToken cancellationToken)
    {
        await ledger.LoseAsync(db => db.OpenAttempts(), detail, cancellationToken);
        await database.WriteAsync(
            db => db.UnfinishedRuns().Where(run => run.Status == RunStatus.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(run => run.Status, RunStatus.Queued)),
            cancellationToken);
        if (!options.ContinueInterruptedRuns)
            await HoldAsync(cancellationToken);
    }

    private Task<int> HoldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            db => db.UnfinishedRuns().Where(run => run.HeldAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(run => run.HeldAt, now)),
            cancellationToken);
    }
}
