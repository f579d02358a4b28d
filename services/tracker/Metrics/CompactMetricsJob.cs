using Quartz;

namespace WeakToStrong.Tracker.Metrics;

/// <summary>Packs metrics on the schedule; never twice at once.</summary>
[DisallowConcurrentExecution]
public sealed class CompactMetricsJob(MetricCompactor compactor) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await compactor.CompactAsync(cancellationToken);
}
