using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeakToStrong.Workers;

/// <summary>What a worker needs beside the bus: its runner, and a store that it can write to.</summary>
public static class WorkerHealth
{
    public static IServiceCollection AddWorkerHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<RunnerCheck>("runner").AddCheck<StoreCheck>("store");
        return services;
    }

    private sealed class RunnerCheck(WorkerOptions options) : IHealthCheck
    {
        private const UnixFileMode Executable =
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var isThere = File.Exists(options.RunnerPath)
                && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(options.RunnerPath) & Executable) != 0);
            return Task.FromResult(isThere
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{options.RunnerPath} is no executable"));
        }
    }

    private sealed class StoreCheck(WorkerOptions options) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var probe = Path.Combine(options.StoreRoot, $"probe-{options.WorkerId:N}");
                await File.WriteAllTextAsync(probe, "", cancellationToken);
                File.Delete(probe);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return HealthCheckResult.Unhealthy($"{options.StoreRoot} cannot be written to");
            }
        }
    }
}
