using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeakToStrong.Hosting.Stopping;

/// <summary>
/// Ends the host when Aspire's orchestrator is gone: with it went everything that it ran, and nobody is left to start
/// that again.
/// </summary>
internal sealed class OrchestratorWatch(
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<OrchestratorWatch> logger) : BackgroundService
{
    /// <summary>The part of the orchestrator that has the processes.</summary>
    private const string Controllers = "run-controllers";

    private const int Failed = 1;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await EndAsync(stop.Token);
            logger.LogError("the orchestrator was killed, and all that it ran with it; start the host again");
            Environment.ExitCode = Failed;
            lifetime.StopApplication();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops, and the orchestrator with it.
        }
    }

    private async Task EndAsync(CancellationToken stop)
    {
        while (true)
        {
            using var controllers = HostProcesses.Find(Controllers);
            if (controllers is not null)
            {
                await controllers.WaitForExitAsync(stop);
                return;
            }
            await Task.Delay(Pause, clock, stop);
        }
    }
}
