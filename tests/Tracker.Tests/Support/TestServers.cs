using MassTransit;
using Npgsql;
using WeakToStrong.Servers.Postgres;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>The tests that need servers share them, and come one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServers : ICollectionFixture<TestServers>
{
    public const string Name = "servers";
}

/// <summary>
/// A Postgres of this machine, started when a test first asks for it and stopped after the last test.
/// </summary>
public sealed class TestServers : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-servers-").FullName;
    private LocalPostgres? _postgres;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task<LocalPostgres> PostgresAsync() =>
        _postgres ??= await LocalPostgres.StartAsync(Path.Combine(_folder, "postgres"), "tracker");

    /// <summary>A store with an empty database of its own.</summary>
    public async Task<TestStore> NewStoreAsync(Engine engine) =>
        new() { Database = engine == Engine.Postgres ? await NewDatabaseAsync() : null };

    /// <summary>A schema of its own is as good as a database: it has its own tables and its own locks.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var server = (await PostgresAsync()).ConnectionString;
        var schema = $"test_{NewId.NextGuid():N}";
        await using var connection = new NpgsqlConnection($"{server};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE SCHEMA {schema}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, MaxPoolSize = 16 }.ConnectionString;
    }

    public async Task DisposeAsync()
    {
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
