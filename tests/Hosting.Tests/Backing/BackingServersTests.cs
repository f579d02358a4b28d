using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeakToStrong.Hosting.Backing;
using WeakToStrong.Hosting.Tests.Support;
using WeakToStrong.Servers.Postgres;
using WeakToStrong.Servers.RabbitMq;

namespace WeakToStrong.Hosting.Tests.Backing;

public sealed class BackingServersTests : IDisposable
{
    private const string ElsewherePostgres = "Host=127.0.0.1;Port=1;Username=me;Password=secret-of-postgres";
    private const string ElsewhereRabbitMq = "amqp://me:secret-of-rabbitmq@127.0.0.1:1";

    private readonly TestApplication _application = new();

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task AddServers_WithConnectionStrings_StartsNothing()
    {
        var builder = _application.ToRun(
            ("ConnectionStrings:tracker", ElsewherePostgres), ("ConnectionStrings:rabbitmq", ElsewhereRabbitMq));

        var postgres = builder.AddPostgresServer("postgres", "tracker").Resource;
        var rabbitMq = builder.AddRabbitMQServer("rabbitmq").Resource;

        Assert.Equal(ElsewherePostgres, await postgres.GetConnectionStringAsync());
        Assert.Equal(ElsewhereRabbitMq, await rabbitMq.GetConnectionStringAsync());
        Assert.Equal("postgres", postgres.Name);
        Assert.Empty(builder.Resources.OfType<IComputeResource>());
    }

    [Fact]
    public async Task AddServers_ElsewhereAndNotThere_AreUnhealthyAndDoNotTellTheirSecrets()
    {
        var builder = _application.ToRun(
            ("ConnectionStrings:tracker", ElsewherePostgres), ("ConnectionStrings:rabbitmq", ElsewhereRabbitMq));
        var postgres = builder.AddPostgresServer("postgres", "tracker").Resource;
        var rabbitMq = builder.AddRabbitMQServer("rabbitmq").Resource;
        await using var application = builder.Build();

        var report = await application.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        foreach (var server in new[] { postgres, rabbitMq })
        {
            var entry = report.Entries[server.Annotations.OfType<HealthCheckAnnotation>().Single().Key];
            Assert.Equal(HealthStatus.Unhealthy, entry.Status);
            Assert.DoesNotContain("secret", entry.Description, StringComparison.Ordinal);
            Assert.Null(entry.Exception);
        }
    }

    [Fact]
    public void AddServers_ToPublish_AreContainersOfPinnedVersionsWithVolumes()
    {
        var builder = _application.ToPublish();

        var postgres = builder.AddPostgresServer("postgres", "tracker").Resource;
        var rabbitMq = builder.AddRabbitMQServer("rabbitmq").Resource;

        var server = Assert.IsType<PostgresDatabaseResource>(postgres).Parent;
        Assert.Equal(("postgres", "tracker"), (server.Name, ((PostgresDatabaseResource)postgres).DatabaseName));
        var broker = Assert.IsType<RabbitMQServerResource>(rabbitMq);
        Assert.Equal((Images.PostgresTag, "postgres-data"), ImageAndVolume(server));
        Assert.Equal((Images.RabbitMqTag, "rabbitmq-data"), ImageAndVolume(broker));
    }

    [Fact]
    public void AddContainers_OfTwoStores_HaveVolumesOfTheirOwn()
    {
        using var other = new TestApplication();
        var builders = new[] { _application.ToRun(), other.ToRun(), _application.ToRun() };

        var volumes = builders
            .Select(builder => (ContainerResource)builder.AddRabbitMqContainer("rabbitmq").Resource)
            .Select(container => ImageAndVolume(container).Volume)
            .ToArray();

        Assert.Equal(volumes[0], volumes[2]);
        Assert.NotEqual(volumes[0], volumes[1]);
    }

    /// <summary>The whole way: Aspire's orchestrator starts both, and whoever waits for them can use them.</summary>
    [Fact]
    public async Task AddLocalServers_Started_BecomeHealthyAndLeaveNoProcess()
    {
        var builder = _application.ToRun(("DcpPublisher:WaitForResourceCleanup", "true"));
        var postgres = builder.AddLocalPostgres("postgres", "tracker").Resource;
        var rabbitMq = builder.AddLocalRabbitMq("rabbitmq").Resource;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using (var application = builder.Build())
        {
            await application.StartAsync(patience.Token);
            await application.ResourceNotifications.WaitForResourceHealthyAsync("postgres", patience.Token);
            await application.ResourceNotifications.WaitForResourceHealthyAsync("rabbitmq", patience.Token);

            var postgresString = await postgres.GetConnectionStringAsync(patience.Token);
            Assert.StartsWith("Host=127.0.0.1;Port=", postgresString, StringComparison.Ordinal);
            await PostgresServer.CheckAsync(postgresString!, patience.Token);
            await RabbitMqServer.CheckAsync((await rabbitMq.GetConnectionStringAsync(patience.Token))!, patience.Token);
            await AssertSecretsAreKeptAsync(application, postgres, rabbitMq);
            await application.StopAsync(patience.Token);
        }

        await ProcessesOf.AssertNoneAsync(_application.Store);
    }

    /// <summary>Neither a command line nor an environment that the orchestrator was given holds a password.</summary>
    private static async Task AssertSecretsAreKeptAsync(
        DistributedApplication application, params IResourceWithConnectionString[] servers)
    {
        var seen = string.Join('\n', ProcessesOf.CommandLines());
        foreach (var server in servers)
        {
            Assert.True(application.ResourceNotifications.TryGetCurrentState(server.Name, out var state));
            var variables = string.Join(
                '\n', state.Snapshot.EnvironmentVariables.Select(variable => $"{variable.Name}={variable.Value}"));
            var password = await ((LocalServerResource)server).PasswordAsync(CancellationToken.None);
            Assert.DoesNotContain(password, seen, StringComparison.Ordinal);
            Assert.DoesNotContain(password, variables, StringComparison.Ordinal);
        }
    }

    private static (string? Tag, string? Volume) ImageAndVolume(ContainerResource container) =>
        (container.Annotations.OfType<ContainerImageAnnotation>().Last().Tag,
            container.Annotations.OfType<ContainerMountAnnotation>().Single().Source);
}
