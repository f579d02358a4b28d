using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Does what the database says is to do, whenever something has changed: ends runs, stops what nobody needs,
/// dispatches, and executes the tracker's own steps; of several trackers one does. The reconciler wakes it as well, so
/// nothing depends on a wake-up.
/// </summary>
public sealed class Orchestrator(
    TrackerDatabase database,
    TrackerSignals signals,
    ILeadership leadership,
    RunFinisher finisher,
    Dispatcher dispatcher,
    TrackerStepRunner trackerSteps,
    ILogger<Orchestrator> log) : BackgroundService
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leadership.LeadAsync(LeadAsync, stoppingToken);

    private Task LeadAsync(CancellationToken leading) => Task.WhenAll(
        RepeatAsync(OrchestrateAsync, leading),
        RepeatAsync(RunTrackerStepsAsync, leading));

    private async Task OrchestrateAsync(CancellationToken stop)
    {
        await finisher.FinishAsync(stop);
        await StopAbandonedAsync(stop);
        await dispatcher.DispatchAsync(stop);
    }

    private async Task RunTrackerStepsAsync(CancellationToken stop)
    {
        await trackerSteps.TakeOverAsync(stop);
        while (await trackerSteps.RunNextAsync(stop))
        {
        }
    }

    private async Task StopAbandonedAsync(CancellationToken stop)
    {
        var abandoned = await database.ReadAsync(
            db => db.OpenAttempts().AsNoTracking()
                .Where(attempt => db.AbandonedSteps().Any(step => step.Key == attempt.StepKey))
                .ToListAsync(stop),
            stop);
        foreach (var attempt in abandoned)
            if (attempt.Endpoint is null)
                trackerSteps.RequestStop(attempt.Id);
            else
                await dispatcher.SendStopAsync(attempt, stop);
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> action, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var change = signals.Work.Next;
            try
            {
                await action(stop);
                await change.WaitAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                log.LogError(exception, "Orchestration failed; it is tried again");
                await Task.Delay(PauseAfterError, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
