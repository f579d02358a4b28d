using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Data;

public sealed class SchemaTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task EnsureSchema_AllFiles_MakeWhatTheModelSays()
    {
        await using var fromFiles = Context("files.db");
        await SchemaMigrator.ApplyAsync(fromFiles, TimeProvider.System, default);
        await using var fromModel = Context("model.db");
        await fromModel.Database.ExecuteSqlRawAsync(fromModel.Database.GenerateCreateScript());

        Assert.Equal(Definitions(fromModel), Definitions(fromFiles));
    }

    [Fact]
    public async Task EnsureSchema_SeveralAtOnceAndAgain_AppliesEachFileOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(ApplyAsync)));
        await ApplyAsync();

        await using var db = Context("files.db");
        var names = await db.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM schema_files").ToListAsync();
        Assert.Equal(["0001_initial.sql"], names);
    }

    [Fact]
    public async Task EnsureSchema_NewDatabase_UsesWriteAheadLog()
    {
        await ApplyAsync();

        await using var db = Context("files.db");
        Assert.Equal("wal", (await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync()).Single());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _store.Dispose();
    }

    private async Task ApplyAsync()
    {
        await using var db = Context("files.db");
        await SchemaMigrator.ApplyAsync(db, TimeProvider.System, default);
    }

    private TrackerContext Context(string file) => new(new DbContextOptionsBuilder<TrackerContext>()
        .UseSqlite($"Data Source={Path.Combine(_store.Root, file)}").Options);

    private static string Definitions(TrackerContext db)
    {
        var sql = db.Database
            .SqlQueryRaw<string>(
                "SELECT sql AS \"Value\" FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'schema_files'")
            .ToList();
        return string.Join('\n', sql.Select(Normal).Order(StringComparer.Ordinal));
    }

    private static string Normal(string sql) =>
        string.Join(' ', sql.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
