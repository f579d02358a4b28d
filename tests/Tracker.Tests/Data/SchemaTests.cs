using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Data.Postgres;
using WeakToStrong.Tracker.Data.Sqlite;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Data;

[Collection(SharedServers.Name)]
public sealed class SchemaTests(TestServers servers) : IDisposable
{
    private const string SqliteObjects =
        "SELECT sql AS \"Value\" FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'schema_files'";

    /// <summary>Columns, constraints and indexes as the server itself writes them.</summary>
    private const string PostgresObjects =
        """
        SELECT concat_ws(' ', table_name, ordinal_position, column_name, data_type, is_nullable, column_default,
            is_identity, collation_name) AS "Value"
        FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'schema_files'
        UNION ALL
        SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND conname NOT LIKE 'schema_files%'
        UNION ALL
        SELECT replace(indexdef, current_schema(), '')
        FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'schema_files'
        """;

    private readonly TestStore _store = new();

    [Fact]
    public async Task EnsureSchema_AllFilesOnSqlite_MakeWhatTheModelSays()
    {
        await using var fromFiles = Sqlite("files.db");
        await using var fromModel = Sqlite("model.db");

        await AssertSameAsync(fromFiles, fromModel, SqliteObjects);
    }

    [Fact]
    public async Task EnsureSchema_AllFilesOnPostgres_MakeWhatTheModelSays()
    {
        await using var filesServer = new PostgresServer(await servers.NewDatabaseAsync());
        await using var modelServer = new PostgresServer(await servers.NewDatabaseAsync());
        await using var fromFiles = Postgres(filesServer);
        await using var fromModel = Postgres(modelServer);

        await AssertSameAsync(fromFiles, fromModel, PostgresObjects);
    }

    [Fact]
    public async Task EnsureSchema_SeveralAtOnceAndAgainOnSqlite_AppliesEachFileOnce()
    {
        await AssertAppliedOnceAsync(
            () => Sqlite("files.db"),
            ["0001_initial.sql", "0002_servers.sql", "0003_search.sql", "0004_notes.sql", "0005_lineage.sql",
             "0006_audits.sql", "0007_imports.sql", "0008_changes.sql"]);
    }

    [Fact]
    public async Task EnsureSchema_SeveralAtOnceAndAgainOnPostgres_AppliesEachFileOnce()
    {
        await using var server = new PostgresServer(await servers.NewDatabaseAsync());

        await AssertAppliedOnceAsync(
            () => Postgres(server),
            ["0001_initial.sql", "0002_search.sql", "0003_notes.sql", "0004_lineage.sql", "0005_audits.sql",
             "0006_imports.sql", "0007_changes.sql"]);
    }

    [Fact]
    public async Task EnsureSchema_FileOfAnEarlierVersion_KeepsItsMetrics()
    {
        await using var db = Sqlite("files.db");
        await db.Database.ExecuteSqlRawAsync(Resource("Schema/sqlite/0001_initial.sql"));
        await db.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE schema_files (name TEXT NOT NULL PRIMARY KEY, applied_at INTEGER NOT NULL);
            INSERT INTO schema_files VALUES ('0001_initial.sql', 1);
            INSERT INTO steps
                (key, kind, host, spec_json, cost_seconds, path_seconds, status, attempt_count, lost_count)
            VALUES ('a', 'k', 'Trainer', '', 1, 1, 'Completed', 1, 0);
            INSERT INTO step_metrics VALUES ('a', 'loss', 2, 0.5), ('a', 'loss', 1, 4), ('a', 'nan', 1, NULL);
            """);

        await SchemaMigrator.ApplyAsync(db, TimeProvider.System, default);

        var series = await db.StepSeries.AsNoTracking().OrderBy(row => row.Name).ToListAsync();
        Assert.Equal(["loss", "nan"], series.Select(row => row.Name));
        Assert.Equal((2, 1, 2), (series[0].PointCount, series[0].FirstAt, series[0].LastAt));
        Assert.Equal((0.5, 0.5, 4.0), (series[0].Last, series[0].Min, series[0].Max));
        Assert.Equal((null, null, true), (series[1].Last, series[1].Max, series[1].IsHot));
        var points = await db.SeriesPoints.OrderBy(row => row.SeriesId).ThenBy(row => row.At).ToListAsync();
        Assert.Equal([(1, 4.0), (2, 0.5), (1, null)], points.Select(row => (row.At, row.Value)));
    }

    [Fact]
    public async Task EnsureSchema_NewFile_UsesWriteAheadLog()
    {
        await using var db = Sqlite("files.db");
        await SchemaMigrator.ApplyAsync(db, TimeProvider.System, default);

        Assert.Equal("wal", (await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync()).Single());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _store.Dispose();
    }

    private static async Task AssertSameAsync(TrackerContext fromFiles, TrackerContext fromModel, string objects)
    {
        await SchemaMigrator.ApplyAsync(fromFiles, TimeProvider.System, default);
        await fromModel.Database.ExecuteSqlRawAsync(fromModel.Database.GenerateCreateScript());

        Assert.Equal(await DefinitionsAsync(fromModel, objects), await DefinitionsAsync(fromFiles, objects));
    }

    private static async Task AssertAppliedOnceAsync(Func<TrackerContext> open, string[] files)
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ApplyAsync(open))));
        await ApplyAsync(open);

        await using var db = open();
        var names = await db.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM schema_files").ToListAsync();
        Assert.Equal(files, names.Order(StringComparer.Ordinal));
    }

    private static async Task ApplyAsync(Func<TrackerContext> open)
    {
        await using var db = open();
        await SchemaMigrator.ApplyAsync(db, TimeProvider.System, default);
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(TrackerContext).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private TrackerContext Sqlite(string file) => Context(new SqliteEngine(Path.Combine(_store.Root, file)));

    private static TrackerContext Postgres(PostgresServer server) => Context(new PostgresEngine(server));

    private static TrackerContext Context(IDatabaseEngine engine)
    {
        var options = new DbContextOptionsBuilder<TrackerContext>();
        engine.Configure(options);
        return new TrackerContext(options.Options, engine);
    }

    private static async Task<string> DefinitionsAsync(TrackerContext db, string objects)
    {
        var definitions = await db.Database.SqlQueryRaw<string>(objects).ToListAsync();
        return string.Join('\n', definitions.Select(Normal).Order(StringComparer.Ordinal));
    }

    private static string Normal(string sql) =>
        string.Join(' ', sql.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Replace(" )", ")", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal);
}
