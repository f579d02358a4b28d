using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Data;

/// <summary>
/// The way to the tables. Reads run side by side; a write is one transaction, of which everything or nothing is done,
/// and which says what it changed to those who wait for it. What another transaction or a server's restart undid is
/// done again, so whatever is handed in here must bear that.
/// </summary>
public sealed class TrackerDatabase(
    IDbContextFactory<TrackerContext> contexts, IDatabaseEngine engine, TrackerSignals signals, TimeProvider time)
{
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Completes when the disk of the database has no room left: from then on not even a failure can be recorded.
    /// </summary>
    public Task DiskFull => _full.Task;

    /// <summary>Creates or updates the tables; needed once per process, before anything else.</summary>
    public async Task EnsureSchemaAsync(CancellationToken cancellationToken)
    {
        await PersistentlyAsync(
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await SchemaMigrator.ApplyAsync(db, time, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Task<T> ReadAsync<T>(Func<TrackerContext, Task<T>> read, CancellationToken cancellationToken) =>
        PersistentlyAsync(
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                return await read(db);
            },
            cancellationToken);

    public Task<T> WriteAsync<T>(Func<TrackerContext, Task<T>> write, CancellationToken cancellationToken) =>
        PersistentlyAsync(() => WriteOnceAsync(write, cancellationToken), cancellationToken);

    /// <summary>Whether the database answers now, without patience; throws what keeps it from answering.</summary>
    internal async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("SELECT 1", cancellationToken);
    }

    private async Task<T> WriteOnceAsync<T>(Func<TrackerContext, Task<T>> write, CancellationToken cancellationToken)
    {
        using var turn = await engine.TakeTurnAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await write(db);
        if (db.Changes != TrackerChange.None)
            await engine.AnnounceAsync(db, db.Changes);
        // Not given up half-way: whoever called would not know whether it is done.
        await transaction.CommitAsync(CancellationToken.None);
        signals.Notify(db.Changes);
        return result;
    }

    private async Task<T> PersistentlyAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        for (var trial = 1; ; trial++)
        {
            try
            {
                return await action();
            }
            catch (Exception exception) when (Patience.Allows(engine.Classify(exception), trial))
            {
                await Task.Delay(Patience.PauseAfter(trial), time, cancellationToken);
            }
            catch (Exception exception) when (engine.Classify(exception) == DatabaseFailure.Full)
            {
                _full.TrySetResult();
                throw new StorageFullException(
                    "the disk that holds the database of the runs is full; free space or collect garbage", exception);
            }
        }
    }
}
