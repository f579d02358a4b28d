using System.Security.Cryptography;
using MassTransit;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>What a launch needs: the plan, and the experiment's text, which is kept with the run.</summary>
public sealed record LaunchRequest
{
    public required ExperimentPlan Plan { get; init; }

    public required string ExperimentText { get; init; }
}

/// <summary>Makes a run of a plan. Steps that the store has are completed at once.</summary>
public sealed class RunLauncher(
    TrackerDatabase database, RunMembership membership, TrackerSignals signals, TimeProvider time)
{
    public async Task<Guid> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        var plan = request.Plan;
        var keys = plan.Steps.Select(step => step.Key).ToList();
        var finished = membership.Finished(keys);
        var run = NewRun(request);
        await database.WriteAsync(
            async db =>
            {
                await RunMembership.AddStepsAsync(db, plan);
                db.Runs.Add(run);
                db.RunMembers.AddRange(plan.Steps.Select((step, position) => new RunMember
                {
                    RunId = run.Id,
                    StepKey = step.Key,
                    Name = step.Name,
                    Position = position,
                    IsCached = finished.ContainsKey(step.Key),
                }));
                await db.SaveChangesAsync();
                await RunMembership.ResetAsync(db, keys, finished);
                return run.Id;
            },
            cancellationToken);
        signals.StatusChanged();
        return run.Id;
    }

    private Run NewRun(LaunchRequest request) => new()
    {
        Id = NewRunId(),
        Name = request.Plan.Experiment.Name,
        Task = request.Plan.Experiment.Task,
        ExperimentText = request.ExperimentText,
        ReportStepKey = request.Plan.Report.Key,
        Status = RunStatus.Queued,
        CreatedAt = time.GetUtcNow(),
    };

    // Ids made one after the other share their beginning; people name runs by the first characters.
    private static Guid NewRunId() => new(SHA256.HashData(NewId.NextGuid().ToByteArray()).AsSpan(0, 16));
}
