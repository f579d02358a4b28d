using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Hosting;

/// <summary>Ready as long as the database answers.</summary>
internal sealed class DatabaseHealthCheck(TrackerDatabase database) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.PingAsync(cancellationToken).WaitAsync(Limit, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"the database does not answer: {exception.GetBaseException().Message}");
        }
    }
}
