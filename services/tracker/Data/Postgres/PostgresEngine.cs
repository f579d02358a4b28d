using Microsoft.EntityFrameworkCore;

namespace WeakToStrong.Tracker.Data.Postgres;

/// <summary>
/// A server that any number of processes write to at once, at its usual isolation: a statement sees what was committed
/// before it. What a transaction decides from several rows it therefore decides after it has locked them, in the order
/// of their keys, and in a statement of its own.
/// </summary>
internal sealed class PostgresEngine(PostgresServer server) : IDatabaseEngine
{
    /// <summary>Texts compare by code point on every server, and a beginning can be looked up in an index.</summary>
    private const string ByCodePoint = "C";

    private static readonly Turn AnyTime = new();

    /// <summary>Tells what this process announces from what others do.</summary>
    public Guid Sender { get; } = MassTransit.NewId.NextGuid();

    public string SchemaFolder => "postgres";

    public void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(server.Pool);

    public void Configure(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            if (IsText(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType))
                property.SetCollation(ByCodePoint);
    }

    public Task PrepareSchemaAsync(TrackerContext db, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task LockSchemaAsync(TrackerContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock({PostgresLocks.Schema}, hashtext(current_schema()))", cancellationToken);

    public Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IDisposable>(AnyTime);

    public DatabaseFailure Classify(Exception exception) => PostgresFailures.Classify(exception);

    public Task LockStepsAsync(TrackerContext db, IReadOnlyCollection<string> stepKeys) =>
        db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM steps WHERE key = ANY ({stepKeys.ToArray()}) ORDER BY key FOR NO KEY UPDATE");

    public Task KeepStepsAsync(TrackerContext db, IReadOnlyCollection<string> stepKeys) =>
        db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM steps WHERE key = ANY ({stepKeys.ToArray()}) ORDER BY key FOR KEY SHARE");

    public Task LockRunAsync(TrackerContext db, Guid runId) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM runs WHERE id = {runId} FOR NO KEY UPDATE");

    public Task LockArtifactsAsync(TrackerContext db, bool alone) =>
        alone
            ? db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock({PostgresLocks.Artifacts}, hashtext(current_schema()))")
            : db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock_shared({PostgresLocks.Artifacts}, hashtext(current_schema()))");

    public Task<List<StepSeries>> LockHotSeriesAsync(TrackerContext db, string stepKey) =>
        db.StepSeries
            .FromSql($"SELECT * FROM metric_series WHERE step_key = {stepKey} AND is_hot ORDER BY id FOR NO KEY UPDATE")
            .ToListAsync();

    public Task WritePointsAsync(TrackerContext db, IReadOnlyList<SeriesBatch> batches) =>
        PostgresPoints.WriteAsync(db, batches);

    public async Task<DatabaseStatus> LookAsync(TrackerContext db, CancellationToken cancellationToken)
    {
        var version = await db.Database
            .SqlQueryRaw<string>("SELECT current_setting('server_version') AS \"Value\"")
            .SingleAsync(cancellationToken);
        var bytes = await db.Database
            .SqlQueryRaw<long>("SELECT pg_database_size(current_database()) AS \"Value\"")
            .SingleAsync(cancellationToken);
        return new DatabaseStatus("PostgreSQL", version, bytes);
    }

    // The server keeps one of several equal notifications of a transaction, and delivers none that is undone.
    public async Task AnnounceAsync(TrackerContext db, TrackerChange changes)
    {
        var sender = Sender.ToString();
        if (changes.HasFlag(TrackerChange.Work))
            await db.Database.ExecuteSqlAsync($"SELECT pg_notify({PostgresChannels.Work}, {sender})");
        if (changes.HasFlag(TrackerChange.View))
            await db.Database.ExecuteSqlAsync($"SELECT pg_notify({PostgresChannels.View}, {sender})");
    }

    private static bool IsText(Type type) => type == typeof(string) || type.IsEnum;

    private sealed class Turn : IDisposable
    {
        public void Dispose()
        {
            // Nobody waits for it.
        }
    }
}
