using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeakToStrong.Hosting.Backing;

/// <summary>A server is healthy when it can be used as its users use it.</summary>
internal sealed class ServerHealthCheck(
    IResourceWithConnectionString server, Func<string, CancellationToken, Task> check) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (await server.GetConnectionStringAsync(cancellationToken) is not { } connectionString)
            return HealthCheckResult.Unhealthy("there is no connection string yet");
        try
        {
            await check(connectionString, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The message alone: what else an exception carries may hold the connection string.
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
