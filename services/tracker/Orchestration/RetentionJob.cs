using Quartz;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>Removes what is over on the schedule; never twice at once.</summary>
[DisallowConcurrentExecution]
public sealed class RetentionJob(Retention retention) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await retention.ApplyAsync(cancellationToken);
}
