using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace WeakToStrong.Tracker.Data.Sqlite;

/// <summary>
/// A file that one process at a time writes to: a transaction takes the database's write lock at its start, and those
/// of this process come one after the other, so none fails half-way for want of it and nothing needs a lock of its own.
/// </summary>
internal sealed class SqliteEngine(string path) : IDatabaseEngine, IDisposable
{
    /// <summary>What was written last lies in a file of this ending until it is moved into the database.</summary>
    public const string LogSuffix = "-wal";

    private const int BusyTimeoutSeconds = 30;
    private const int Busy = 5; // SQLITE_BUSY
    private const int Full = 13; // SQLITE_FULL
    private const int NoRoomToShare = 4874; // SQLITE_IOERR_SHMSIZE

    private readonly SemaphoreSlim _writer = new(1, 1);

    public string SchemaFolder => "sqlite";

    public void Configure(DbContextOptionsBuilder options) =>
        options.UseSqlite(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            DefaultTimeout = BusyTimeoutSeconds,
            ForeignKeys = true,
        }.ToString());

    public void Configure(ModelBuilder model)
    {
        // Its own collation compares by code point.
    }

    public Task PrepareSchemaAsync(TrackerContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;", cancellationToken);

    public Task LockSchemaAsync(TrackerContext db, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        return new Turn(_writer);
    }

    public DatabaseFailure Classify(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is SqliteException { SqliteErrorCode: Busy })
                return DatabaseFailure.Conflict;
            else if (cause is SqliteException failed && IsFull(failed))
                return DatabaseFailure.Full;
        return DatabaseFailure.Final;
    }

    private static bool IsFull(SqliteException failed) =>
        failed.SqliteErrorCode == Full || failed.SqliteExtendedErrorCode == NoRoomToShare;

    public Task LockStepsAsync(TrackerContext db, IReadOnlyCollection<string> stepKeys) => Task.CompletedTask;

    public Task KeepStepsAsync(TrackerContext db, IReadOnlyCollection<string> stepKeys) => Task.CompletedTask;

    public Task LockRunAsync(TrackerContext db, Guid runId) => Task.CompletedTask;

    public Task LockArtifactsAsync(TrackerContext db, bool alone) => Task.CompletedTask;

    public Task<List<StepSeries>> LockHotSeriesAsync(TrackerContext db, string stepKey) =>
        db.StepSeries.Where(series => series.StepKey == stepKey && series.IsHot)
            .OrderBy(series => series.Id).ToListAsync();

    public Task WritePointsAsync(TrackerContext db, IReadOnlyList<SeriesBatch> batches) =>
        SqlitePoints.WriteAsync(db, batches);

    public async Task<DatabaseStatus> LookAsync(TrackerContext db, CancellationToken cancellationToken)
    {
        var version = await db.Database.SqlQueryRaw<string>("SELECT sqlite_version() AS \"Value\"")
            .SingleAsync(cancellationToken);
        var bytes = new[] { path, path + LogSuffix }.Select(file => new FileInfo(file))
            .Where(file => file.Exists).Sum(file => file.Length);
        return new DatabaseStatus("SQLite", version, bytes);
    }

    public Task AnnounceAsync(TrackerContext db, TrackerChange changes) => Task.CompletedTask;

    public void Dispose() => _writer.Dispose();

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
