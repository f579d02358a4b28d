using Npgsql;

namespace WeakToStrong.Tracker.Data.Postgres;

/// <summary>
/// Connections to one server: those of the pool, for transactions, and sessions that stand for something as long as
/// they live. A session notices within seconds that the other side is gone, and so does the server.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const int SilenceSeconds = 2;

    private const string Defaults =
        "Application Name=weak-to-strong tracker;Maximum Pool Size=32;Timeout=5;Keepalive=15;";

    // The server's side of noticing; what it holds for the session goes with it.
    private const string ServerOptions =
        " -c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=2";

    private readonly NpgsqlDataSource _sessions;

    public PostgresServer(string connectionString)
    {
        // What the user's own string says comes later and counts.
        var settings = new NpgsqlConnectionStringBuilder(Defaults + connectionString);
        settings.Options = LimitsOf(settings.CommandTimeout) + settings.Options;
        Pool = NpgsqlDataSource.Create(settings);
        Address = $"{settings.Host}:{settings.Port}";
        settings.Pooling = false;
        settings.CommandTimeout = SilenceSeconds;
        settings.KeepAlive = SilenceSeconds;
        settings.Options += ServerOptions;
        _sessions = NpgsqlDataSource.Create(settings);
    }

    public NpgsqlDataSource Pool { get; }

    /// <summary>Host and port, for people.</summary>
    public string Address { get; }

    public ValueTask<NpgsqlConnection> OpenSessionAsync(CancellationToken cancellationToken) =>
        _sessions.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// The server gives a statement up before its time is over here, and sooner when it waits for a lock: what it says
    /// of it tells a statement that takes too long from one that is in somebody's way, and both from a server that is
    /// gone. Nobody can tell them apart when the time is over here.
    /// </summary>
    /// <param name="seconds">Time for a statement; 0 is for ever.</param>
    private static string LimitsOf(int seconds) =>
        seconds == 0 ? "" : $"-c statement_timeout={seconds * 900} -c lock_timeout={seconds * 500} ";

    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        await Pool.DisposeAsync();
    }
}
