using WeakToStrong.Servers.RabbitMq;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>The tests that need a broker share one, and come one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBroker : ICollectionFixture<TestBroker>, ICollectionFixture<TestServers>
{
    public const string Name = "broker";
}

/// <summary>
/// For tests that hear everything the process does: they come when no other runs, with a broker of their own.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LoneBroker : ICollectionFixture<TestBroker>
{
    public const string Name = "broker, alone";
}

/// <summary>A RabbitMQ of this machine, started before the first test and stopped after the last.</summary>
public sealed class TestBroker : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-broker-").FullName;
    private LocalRabbitMq? _server;

    public Uri Address => new(Server.ConnectionString);

    private LocalRabbitMq Server => _server ?? throw new InvalidOperationException("the broker has not been started");

    public async Task InitializeAsync() => _server = await LocalRabbitMq.StartAsync(Path.Combine(_folder, "rabbitmq"));

    /// <summary>Kills it, as a crash would.</summary>
    public void Kill() => Server.Kill();

    /// <summary>Starts it again, on the same port and with what was in its queues.</summary>
    public Task StartAgainAsync() => Server.StartAgainAsync();

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
