using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace WeakToStrong.Hosting.Backing;

/// <summary>Servers that somebody else runs.</summary>
internal static class ExternalServers
{
    /// <summary>
    /// A resource for the server that a connection string of the configuration names. Resources have names of their
    /// own: a service may be called as the database is.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddExternalServer(
        this IDistributedApplicationBuilder builder,
        string name,
        string connectionName,
        Func<string, CancellationToken, Task> check)
    {
        var connectionString = builder.AddParameter(
            $"{name}-connection-string",
            () => builder.Configuration.GetConnectionString(connectionName)!,
            secret: true);
        return builder.AddConnectionString(name, ReferenceExpression.Create($"{connectionString}"))
            .WithServerHealthCheck(check);
    }
}
