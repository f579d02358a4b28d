using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using WeakToStrong.Servers.Postgres;
using WeakToStrong.Servers.RabbitMq;

namespace WeakToStrong.Hosting.Backing;

/// <summary>
/// The servers that ours need. Each comes from the first of: a connection string in the configuration; a container,
/// where manifests are written or an engine answers; the machine's binaries, with their data in the store.
/// </summary>
public static class BackingServers
{
    /// <summary>
    /// Adds PostgreSQL and one database. The configuration's <c>ConnectionStrings:DATABASE</c> names another server.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddPostgresServer(
        this IDistributedApplicationBuilder builder, string name, string database)
    {
        if (builder.Configuration.GetConnectionString(database) is not null)
            return builder.AddExternalServer(name, database, PostgresServer.CheckAsync);
        return builder.RunsContainers()
            ? builder.AddPostgresContainer(name, database)
            : builder.AddLocalPostgres(name, database);
    }

    /// <summary>
    /// Adds RabbitMQ. The configuration's <c>ConnectionStrings:NAME</c> names another server.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddRabbitMQServer(
        this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.Configuration.GetConnectionString(name) is not null)
            return builder.AddExternalServer(name, name, RabbitMqServer.CheckAsync);
        return builder.RunsContainers() ? builder.AddRabbitMqContainer(name) : builder.AddLocalRabbitMq(name);
    }

    internal static string ServerFolder(this IDistributedApplicationBuilder builder, string name) =>
        Path.Combine(builder.Store(), "servers", name);

    internal static string Store(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["Store"]
            ?? throw new InvalidOperationException("the configuration names no Store, where servers keep their data");

    private static bool RunsContainers(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return true;
        if (ContainerEngine.Find() is not { } engine)
            return false;
        // Where both are installed, Aspire would ask the other one.
        builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] ??= engine;
        return true;
    }
}
