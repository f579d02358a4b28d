using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using WeakToStrong.Servers.Programs;

namespace WeakToStrong.Servers.Postgres;

/// <summary>
/// PostgreSQL with one database, owned by one role that is no superuser; on loopback only, without Unix sockets.
/// </summary>
public sealed partial record PostgresServer : IServer
{
    /// <summary>The role that owns the database.</summary>
    public const string Role = "weaktostrong";

    /// <summary>
    /// Enough for a tracker or two, their schedulers and a dashboard's readers; a connection costs memory.
    /// </summary>
    private const int MaxConnections = 200;

    /// <summary>
    /// For a database of some gigabytes beside programs that need the memory more. What a commit promises stays
    /// PostgreSQL's default: it is on the disk. Dynamic shared memory lies in the data folder, so that a kill leaves
    /// nothing behind in /dev/shm.
    /// </summary>
    private static readonly string[] Settings =
    [
        "listen_addresses=127.0.0.1", "unix_socket_directories=", "password_encryption=scram-sha-256",
        $"max_connections={MaxConnections}", "shared_buffers=256MB", "effective_cache_size=1GB", "work_mem=16MB",
        "maintenance_work_mem=128MB", "max_wal_size=2GB", "wal_level=minimal", "max_wal_senders=0", "jit=off",
        "random_page_cost=1.1", "dynamic_shared_memory_type=mmap", "timezone=UTC", "log_timezone=UTC",
        "log_checkpoints=off",
    ];

    public string Name => "PostgreSQL";

    public required string Folder { get; init; }

    /// <summary>Made when it is missing. Lower case letters, digits and underscores.</summary>
    public required string Database { get; init; }

    public required int Port { get; init; }

    /// <summary>Set anew at every start, whatever the data knew before.</summary>
    public required string Password { get; init; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = Role,
        Password = Password,
        Database = Database,
    }.ConnectionString;

    public ServerCommand Command()
    {
        if (!PlainName().IsMatch(Database))
            throw new ArgumentException(
                $"'{Database}' is no name for a database: a-z, then a-z, 0-9 and _, 63 characters at most");
        return ServerCommand.Of(
            "postgres.sh",
            Settings.Append(string.Create(CultureInfo.InvariantCulture, $"port={Port}"))
                .SelectMany(setting => new[] { "-c", setting }),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["W2S_FOLDER"] = Folder,
                ["W2S_USER"] = ServerAccount.For(PostgresProgram.User),
                ["W2S_PROGRAMS"] = PostgresProgram.FolderFor(Path.Combine(Folder, "data"), new ProgramPlaces()),
                ["W2S_ROLE"] = Role,
                ["W2S_VERIFIER"] = ScramVerifier.Of(ServerPassword.Checked(Password)),
                ["W2S_DATABASE"] = Database,
            });
    }

    public Task CheckAsync(CancellationToken cancellationToken = default) =>
        CheckAsync(ConnectionString, cancellationToken);

    /// <summary>Connects and asks something of any PostgreSQL.</summary>
    public static async Task CheckAsync(string connectionString, CancellationToken stop = default)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync(stop);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex PlainName();
}
