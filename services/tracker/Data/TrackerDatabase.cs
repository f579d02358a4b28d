using Microsoft.EntityFrameworkCore;

namespace WeakToStrong.Tracker.Data;

/// <summary>
/// The way to the tables. Reads run side by side; writes of this process run one after the other, each in a
/// transaction that takes the database's write lock at its start, so a write never fails half-way for want of it.
/// </summary>
public sealed class TrackerDatabase(IDbContextFactory<TrackerContext> contexts, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>Creates or updates the tables; needed once per process, before anything else.</summary>
    public async Task EnsureSchemaAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await SchemaMigrator.ApplyAsync(db, time, cancellationToken);
    }

    public async Task<T> ReadAsync<T>(Func<TrackerContext, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await read(db);
    }

    public async Task<T> WriteAsync<T>(Func<TrackerContext, Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await write(db);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose() => _writer.Dispose();
}
