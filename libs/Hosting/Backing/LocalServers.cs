using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeakToStrong.Servers;
using WeakToStrong.Servers.Postgres;
using WeakToStrong.Servers.RabbitMq;

namespace WeakToStrong.Hosting.Backing;

/// <summary>Servers of the machine's binaries, where no container engine answers.</summary>
internal static class LocalServers
{
    private const string Loopback = "127.0.0.1";

    public static IResourceBuilder<IResourceWithConnectionString> AddLocalPostgres(
        this IDistributedApplicationBuilder builder, string name, string database)
    {
        var folder = builder.ServerFolder(name);
        var password = builder.PasswordOf(name);
        return builder
            .AddLocalServer(
                name,
                password,
                (port, secret) => new PostgresServer
                {
                    Folder = folder,
                    Database = database,
                    Port = port,
                    Password = secret,
                },
                server => ReferenceExpression.Create(
                    $"Host={Host(server)};Port={Port(server)};Database={database};" +
                    $"Username={PostgresServer.Role};Password={password}"))
            .WithServerHealthCheck(PostgresServer.CheckAsync);
    }

    public static IResourceBuilder<IResourceWithConnectionString> AddLocalRabbitMq(
        this IDistributedApplicationBuilder builder, string name)
    {
        var folder = builder.ServerFolder(name);
        var password = builder.PasswordOf(name);
        return builder
            .AddLocalServer(
                name,
                password,
                (port, secret) => new RabbitMqServer
                {
                    Folder = folder,
                    Port = port,
                    DistributionPort = ServerPorts.Take(),
                    PortMapperPort = ServerPorts.Take(),
                    Password = secret,
                },
                server => ReferenceExpression.Create(
                    $"amqp://{RabbitMqServer.Role}:{password:uri}@{Host(server)}:{Port(server)}"))
            .WithServerHealthCheck(RabbitMqServer.CheckAsync);
    }

    /// <summary>
    /// Generated once and kept with the user's secrets. Without special characters, it needs no quoting anywhere.
    /// </summary>
    public static ParameterResource PasswordOf(this IDistributedApplicationBuilder builder, string name) =>
        ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);

    /// <summary>Whoever waits for the server waits until it answers.</summary>
    public static IResourceBuilder<T> WithServerHealthCheck<T>(
        this IResourceBuilder<T> builder, Func<string, CancellationToken, Task> check)
        where T : IResourceWithConnectionString
    {
        var key = $"{builder.Resource.Name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, new ServerHealthCheck(builder.Resource, check), failureStatus: null, tags: null));
        return builder.WithHealthCheck(key);
    }

    private static IResourceBuilder<LocalServerResource> AddLocalServer(
        this IDistributedApplicationBuilder builder,
        string name,
        ParameterResource password,
        Func<int, string, IServer> describe,
        Func<LocalServerResource, ReferenceExpression> connectionString)
    {
        // Says now, not in the middle of the start, what the machine lacks.
        var sample = describe(ServerPorts.Take(), ServerPassword.Generate()).Command();
        return builder
            .AddResource(new LocalServerResource(name, sample, password, describe, connectionString))
            .WithEndpoint(LocalServerResource.EndpointName, endpoint =>
            {
                endpoint.Protocol = ProtocolType.Tcp;
                endpoint.UriScheme = "tcp";
                endpoint.TargetHost = Loopback;
                // The server listens itself: one process less between it and those that count its connections.
                endpoint.IsProxied = false;
            })
            .WithArgs(AddArgumentsAsync)
            .WithEnvironment(AddEnvironmentAsync)
            .ExcludeFromManifest();
    }

    private static async Task AddArgumentsAsync(CommandLineArgsCallbackContext context)
    {
        var command = await ((LocalServerResource)context.Resource).CommandAsync(context.CancellationToken);
        foreach (var argument in command.Arguments)
            context.Args.Add(argument);
    }

    private static async Task AddEnvironmentAsync(EnvironmentCallbackContext context)
    {
        var command = await ((LocalServerResource)context.Resource).CommandAsync(context.CancellationToken);
        // Should the orchestrator be killed together with this host, nobody else would stop the server.
        var watched = ServerCommand.WatchProcess(Environment.ProcessId);
        foreach (var (name, value) in command.Environment.Append(watched))
            context.EnvironmentVariables[name] = value;
    }

    private static EndpointReferenceExpression Host(LocalServerResource server) =>
        server.Endpoint.Property(EndpointProperty.Host);

    private static EndpointReferenceExpression Port(LocalServerResource server) =>
        server.Endpoint.Property(EndpointProperty.Port);
}
