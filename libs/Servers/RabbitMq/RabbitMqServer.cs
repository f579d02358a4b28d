using System.Globalization;
using RabbitMQ.Client;
using WeakToStrong.Servers.Programs;

namespace WeakToStrong.Servers.RabbitMq;

/// <summary>
/// RabbitMQ with one user, on loopback only, as is what belongs to Erlang: distribution and port mapper.
/// </summary>
public sealed record RabbitMqServer : IServer
{
    /// <summary>The one user, who may do everything.</summary>
    public const string Role = "weaktostrong";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "RabbitMQ";

    public required string Folder { get; init; }

    public required int Port { get; init; }

    /// <summary>Where the node listens to other Erlang programs, none of which exist.</summary>
    public required int DistributionPort { get; init; }

    /// <summary>Of a port mapper of its own, since the machine's usual one outlives whoever starts it.</summary>
    public required int PortMapperPort { get; init; }

    /// <summary>Set anew at every start, whatever the data knew before.</summary>
    public required string Password { get; init; }

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"amqp://{Role}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}");

    public ServerCommand Command()
    {
        var places = new ProgramPlaces();
        return ServerCommand.Of("rabbitmq.sh", [], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["W2S_FOLDER"] = Folder,
            ["W2S_USER"] = ServerAccount.For(RabbitMqProgram.User),
            ["W2S_RABBITMQ_SERVER"] = RabbitMqProgram.Server(places),
            ["W2S_EPMD"] = RabbitMqProgram.PortMapper(places),
            ["W2S_PORT"] = Text(Port),
            ["W2S_DISTRIBUTION_PORT"] = Text(DistributionPort),
            ["W2S_EPMD_PORT"] = Text(PortMapperPort),
            ["W2S_ROLE"] = Role,
            ["W2S_PASSWORD_HASH"] = PasswordHash.Of(ServerPassword.Checked(Password)),
        });
    }

    public Task CheckAsync(CancellationToken cancellationToken = default) =>
        CheckAsync(ConnectionString, cancellationToken);

    /// <summary>Connects to any RabbitMQ and opens a channel.</summary>
    public static async Task CheckAsync(string connectionString, CancellationToken stop = default)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(connectionString),
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience,
        };
        await using var connection = await factory.CreateConnectionAsync(stop);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stop);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
