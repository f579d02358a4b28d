using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Search;

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

    /// <summary>
    /// Adds the plan's steps that are not known yet. Another launch may add some at once: one of the two waits, fails,
    /// and does it again with the other's steps there.
    /// </summary>
    internal static async Task AddStepsAsync(
        TrackerContext db, ExperimentPlan plan, IReadOnlyDictionary<string, double> paths)
    {
        var keys = plan.Steps.Select(step => step.Key).ToList();
        var known = await db.Steps.Where(step => keys.Contains(step.Key)).Select(step => step.Key).ToListAsync();
        foreach (var step in plan.Steps.ExceptBy(known, step => step.Key, StringComparer.Ordinal))
            AddStep(db, step, paths[step.Key]);
        await db.SaveChangesAsync();
    }

    /// <summary>A step as part of a run that has these options.</summary>
    internal static RunMember MemberOf(
        Guid runId, string stepKey, string name, int position, bool isCached, ExperimentOptions options) => new()
        {
            RunId = runId,
            StepKey = stepKey,
            Name = name,
            Position = position,
            IsCached = isCached,
            System = StepSystem.Of(name),
            Method = StepSystem.MethodOf(name, options),
        };

    /// <summary>Raises the priority of steps that this plan has more to do after than those before it.</summary>
    /// <param name="db">The tracker's tables.</param>
    /// <param name="paths">What <see cref="CriticalPath"/> says of the plan.</param>
    internal static async Task RaiseAsync(TrackerContext db, IReadOnlyDictionary<string, double> paths)
    {
        var keys = paths.Keys.ToList();
        var known = await db.Steps.Where(step => keys.Contains(step.Key))
            .Select(step => new { step.Key, step.PathSeconds }).ToListAsync();
        var raised = known.Where(step => step.PathSeconds < paths[step.Key]);
        foreach (var steps in raised.GroupBy(step => paths[step.Key], step => step.Key))
        {
            var raisedKeys = steps.ToList();
            await db.Steps.Where(step => raisedKeys.Contains(step.Key))
                .ExecuteUpdateAsync(set => set.SetProperty(step => step.PathSeconds, steps.Key));
        }
    }

    /// <summary>
    /// Locks the steps, with what becomes ready when they are reset, and returns the keys of the latter.
    /// </summary>
    internal static async Task<IReadOnlyCollection<string>> LockAsync(
        TrackerContext db, IReadOnlyCollection<string> stepKeys, IReadOnlyDictionary<string, string> finished)
    {
        var dependents = await db.LockWithDependentsAsync(stepKeys, [.. finished.Keys]);
        return [.. stepKeys.Union(dependents)];
    }

    /// <summary>
    /// Resets the steps to what the store has, and makes ready what can start: of them, and of what other runs have
    /// waiting for those that turn out to be completed.
    /// </summary>
    internal async Task ResetAsync(
        TrackerContext db,
        IReadOnlyCollection<string> stepKeys,
        IReadOnlyDictionary<string, string> finished,
        IReadOnlyCollection<string> affected,
        DateTimeOffset now)
    {
        await RestartAsync(db, [.. stepKeys.Where(key => !finished.ContainsKey(key))]);
        await CompleteAsync(db, stepKeys, finished, now);
        await db.MakeReadyAsync(affected);
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
        StepLineage.AddInputs(db, step);
    }

    private async Task RestartAsync(TrackerContext db, IReadOnlyCollection<string> unfinished)
    {
        var completed = await db.Steps
            .Where(step => unfinished.Contains(step.Key) && step.Status == StepStatus.Completed)
            .Select(step => step.Key).ToListAsync();
        // The store was asked before the steps were locked: it may have by now what another run has completed since.
        var stepKeys = unfinished.Except(completed.Where(key => store.FindStep(key) is not null)).ToList();
        await db.Steps.Where(step => stepKeys.Contains(step.Key) && step.Status != StepStatus.Running)
            .ExecuteUpdateAsync(set => set
                .SetProperty(step => step.Status, StepStatus.Waiting)
                .SetProperty(step => step.OutputsJson, (string?)null)
                .SetProperty(step => step.Failure, (string?)null)
                .SetProperty(step => step.LostCount, 0));
        await StepLineage.RemoveOutputsAsync(db, stepKeys);
    }

    private static async Task CompleteAsync(
        TrackerContext db,
        IReadOnlyCollection<string> stepKeys,
        IReadOnlyDictionary<string, string> finished,
        DateTimeOffset now)
    {
        var open = await db.Steps
            .Where(step => stepKeys.Contains(step.Key))
            .Where(step => step.Status != StepStatus.Running && step.Status != StepStatus.Completed)
            .Select(step => step.Key).ToListAsync();
        var completed = open.Where(finished.ContainsKey).ToList();
        foreach (var key in completed)
            await db.Steps.Where(step => step.Key == key).ExecuteUpdateAsync(set => set
                .SetProperty(step => step.Status, StepStatus.Completed)
                .SetProperty(step => step.OutputsJson, finished[key])
                .SetProperty(step => step.Failure, (string?)null));
        await StepLineage.AddOutputsAsync(db, [.. completed.Select(key => (key, Outputs.Read(finished[key])))], now);
    }
}
