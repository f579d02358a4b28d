using Quartz;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>Runs the reconciler on the schedule; never twice at once.</summary>
[DisallowConcurrentExecution]
public sealed class ReconcileJob(Reconciler reconciler) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await reconciler.ReconcileAsync(cancellationToken);
}
