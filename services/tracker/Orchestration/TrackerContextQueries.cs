using Microsoft.EntityFrameworkCore;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>The conditions that several transitions share, each said once.</summary>
internal static class TrackerContextQueries
{
    /// <summary>
    /// Runs that people launch, list and compare. Audits are runs too, and have lists of their own; the indexes of runs
    /// hold what is here.
    /// </summary>
    public static IQueryable<Run> Experiments(this TrackerContext db) =>
        db.Runs.Where(run => run.Task != AuditExperiment.TaskName);

    /// <summary>Runs that have not come to an end, held ones included.</summary>
    public static IQueryable<Run> UnfinishedRuns(this TrackerContext db) => db.Runs.Unfinished();

    /// <summary>Those that have not come to an end, held ones included.</summary>
    public static IQueryable<Run> Unfinished(this IQueryable<Run> runs) =>
        runs.Where(run => run.Status == RunStatus.Queued || run.Status == RunStatus.Running);

    /// <summary>Runs that have come to an end.</summary>
    public static IQueryable<Run> FinishedRuns(this TrackerContext db) =>
        db.Runs.Where(run => run.Status != RunStatus.Queued && run.Status != RunStatus.Running);

    /// <summary>Steps of runs that are being worked on.</summary>
    public static IQueryable<Step> NeededSteps(this TrackerContext db)
    {
        var runs = db.UnfinishedRuns().Where(run => run.HeldAt == null);
        return db.Steps.Where(step =>
            db.RunMembers.Any(member => member.StepKey == step.Key && runs.Any(run => run.Id == member.RunId)));
    }

    /// <summary>Steps that no unfinished run has.</summary>
    public static IQueryable<Step> AbandonedSteps(this TrackerContext db)
    {
        var runs = db.UnfinishedRuns();
        return db.Steps.Where(step =>
            !db.RunMembers.Any(member => member.StepKey == step.Key && runs.Any(run => run.Id == member.RunId)));
    }

    public static IQueryable<Attempt> OpenAttempts(this TrackerContext db) =>
        db.Attempts.Where(attempt =>
            attempt.Status == AttemptStatus.Claimed || attempt.Status == AttemptStatus.Running);

    /// <summary>Keys of the steps that need one of the given ones.</summary>
    public static Task<List<string>> DependentsAsync(this TrackerContext db, IReadOnlyCollection<string> stepKeys) =>
        db.StepDependencies
            .Where(dependency => stepKeys.Contains(dependency.DependsOnKey))
            .Select(dependency => dependency.StepKey).Distinct().ToListAsync();

    /// <summary>Those of the given steps that wait and have all their inputs become ready.</summary>
    public static Task<int> MakeReadyAsync(this TrackerContext db, IReadOnlyCollection<string> stepKeys) =>
        db.Steps.Where(step => stepKeys.Contains(step.Key)).MakeReadyAsync(db);

    /// <summary>Those of the given steps that wait and have all their inputs become ready.</summary>
    public static Task<int> MakeReadyAsync(this IQueryable<Step> steps, TrackerContext db) =>
        steps.WithInputs(db).ExecuteUpdateAsync(set => set.SetProperty(step => step.Status, StepStatus.Ready));

    /// <summary>Those of the given steps that wait although all their inputs are completed.</summary>
    public static IQueryable<Step> WithInputs(this IQueryable<Step> steps, TrackerContext db) =>
        steps
            .Where(step => step.Status == StepStatus.Waiting)
            .Where(step => !db.StepDependencies.Any(dependency =>
                dependency.StepKey == step.Key
                && !db.Steps.Any(input =>
                    input.Key == dependency.DependsOnKey && input.Status == StepStatus.Completed)));
}
