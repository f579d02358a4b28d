using WeakToStrong.Servers.Running;

namespace WeakToStrong.Servers.Postgres;

/// <summary>A PostgreSQL that runs as long as this object, or at the latest this process, lives.</summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private readonly RunningServer<PostgresServer> _running;

    private LocalPostgres(RunningServer<PostgresServer> running) => _running = running;

    public string ConnectionString => _running.Server.ConnectionString;

    public int Port => _running.Server.Port;

    /// <summary>Starts it in a folder of its own, made if it is missing, and waits until it answers.</summary>
    /// <param name="password">Generated where it is null: nobody but this object needs to know it.</param>
    public static async Task<LocalPostgres> StartAsync(
        string folder, string database, string? password = null, CancellationToken stop = default)
    {
        var secret = password ?? ServerPassword.Generate();
        return new LocalPostgres(await RunningServer<PostgresServer>.StartAsync(
            () => new PostgresServer
            {
                Folder = Path.GetFullPath(folder),
                Database = database,
                Port = ServerPorts.Take(),
                Password = secret,
            },
            stop));
    }

    /// <summary>Kills the server itself, as a crash would.</summary>
    public void Kill() => _running.Kill();

    /// <summary>Starts it again after a kill, or stops it first: the same port, password and data.</summary>
    public Task StartAgainAsync(CancellationToken stop = default) => _running.StartAgainAsync(stop);

    public ValueTask DisposeAsync() => _running.DisposeAsync();
}
