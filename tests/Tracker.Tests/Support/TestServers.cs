using MassTransit;
using Npgsql;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>The tests that need servers share them, and come one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServers : ICollectionFixture<TestServers>
{
    public const string Name = "servers";
}

/// <summary>Servers of this machine, each started when a test first asks for it and stopped after the last test.</summary>
public sealed class TestServers : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-servers-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>A store with an empty database of its own.</summary>
    public async Task<TestStore> NewStoreAsync(Engine engine) =>
        new() { Database = engine == Engine.Postgres ? await NewDatabaseAsync() : null };

    /// <summary>A schema of its own is as good as a database: it has its own tables and its own locks.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var server = _folder.Length == 0 ? "" : "Host=127.0.0.1;Port=54390;Username=postgres;Database=postgres";
        var schema = $"test_{NewId.NextGuid():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE SCHEMA {schema}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, MaxPoolSize = 16 }.ConnectionString;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
