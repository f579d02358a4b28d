using Quartz;

namespace WeakToStrong.Tracker.Hosting;

/// <summary>
/// Takes the nightly audit out of the schedule that trackers share in the database: one that ran before may have put
/// it there, and nobody audits any more.
/// </summary>
internal sealed class NightlyAuditRemover(ISchedulerFactory schedulers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.UnscheduleJob(new TriggerKey(Schedule.NightlyAudit), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
