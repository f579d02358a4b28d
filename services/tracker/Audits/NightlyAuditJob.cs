using Quartz;
using WeakToStrong.Experiments;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Audits;

/// <summary>Launches the nightly audit on the schedule; never twice at once.</summary>
[DisallowConcurrentExecution]
public sealed class NightlyAuditJob(NightlyAudit nightly, ILogger<NightlyAuditJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await nightly.LaunchAsync(cancellationToken);
        }
        catch (RunException exception)
        {
            log.LogInformation("No nightly audit after all: {Reason}", exception.Message);
        }
        // A proof that was damaged or changed: what audits are there to notice.
        catch (InputException exception)
        {
            log.LogWarning("No nightly audit: {Reason}", exception.Message);
        }
    }
}
