using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Brings the steps of a run to where the store says they are: those it has are completed, those that failed, were
/// cancelled or have been collected are to do again, and a step that is running for another run is left alone.
/// </summary>
public sealed class RunMembership(ArtifactStore store)
{
    /// <summary>What the store has of the given steps: key → outputs as JSON.</summary>
    public IReadOnlyDictionary<string, string> Finished(IEnumerable<string> stepKeys)
    {
        var finished = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in stepKeys)
            if (store.FindStep(key) is { } record)
                finished.Add(key, Outputs.Write(record.Outputs));
        return finished;
    }

    /// <summary>Adds the plan's steps that are not known yet, and raises the priority of those that are.</summary>
    internal static async Task AddStepsAsync(TrackerContext db, ExperimentPlan plan)
    {
        var paths = CriticalPath.Seconds(plan.Steps);
        var keys = plan.Steps.Select(step => step.Key).ToList();
        var known = await db.Steps.AsNoTracking()
            .Where(step => keys.Contains(step.Key)).ToDictionaryAsync(step => step.Key);
        foreach (var step in plan.Steps)
        {
            var path = paths[step.Key];
            if (!known.TryGetValue(step.Key, out var row))
                AddStep(db, step, path);
            else if (row.PathSeconds < path)
                await db.Steps.Where(other => other.Key == step.Key)
                    .ExecuteUpdateAsync(set => set.SetProperty(other => other.PathSeconds, path));
        }
        await db.SaveChangesAsync();
    }

    /// <summary>Resets the steps to what the store has, and makes ready what can start.</summary>
    internal static async Task ResetAsync(
        TrackerContext db, IReadOnlyCollection<string> stepKeys, IReadOnlyDictionary<string, string> finished)
    {
        foreach (var key in stepKeys)
        {
            var step = db.Steps.Where(row => row.Key == key && row.Status != StepStatus.Running);
            if (finished.TryGetValue(key, out var outputs))
                await CompleteAsync(step, outputs);
            else
                await RestartAsync(step);
        }
        await db.MakeReadyAsync();
    }

    private static void AddStep(TrackerContext db, PlannedStep step, double path)
    {
        db.Steps.Add(new Step
        {
            Key = step.Key,
            Kind = step.Spec.Kind,
            Host = step.Host,
            SpecJson = RunnerProtocol.WriteSpec(step.Spec),
            CostSeconds = step.CostSeconds,
            PathSeconds = path,
            Status = StepStatus.Waiting,
            AttemptCount = 0,
            LostCount = 0,
        });
        foreach (var input in step.DependsOn)
            db.StepDependencies.Add(new StepDependency { StepKey = step.Key, DependsOnKey = input });
    }

    private static Task<int> CompleteAsync(IQueryable<Step> step, string outputs) =>
        step.Where(row => row.Status != StepStatus.Completed).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Status, StepStatus.Completed)
            .SetProperty(row => row.OutputsJson, outputs)
            .SetProperty(row => row.Failure, (string?)null));

    private static Task<int> RestartAsync(IQueryable<Step> step) =>
        step.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Status, StepStatus.Waiting)
            .SetProperty(row => row.OutputsJson, (string?)null)
            .SetProperty(row => row.Failure, (string?)null)
            .SetProperty(row => row.LostCount, 0));
}
