using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>Runs that are finished, with their proofs, and audits of them.</summary>
internal static class TestAudits
{
    /// <summary>A run of two steps and a report, executed to its end.</summary>
    public static async Task<Guid> FinishedAsync(this TestTracker tracker, TestStore store, string name = "fake")
    {
        var plan = store.Plan();
        plan.Train(plan.Prepare($"{name} data"), $"{name} sft");
        var runId = await tracker.LaunchAsync(plan.Request(name));
        await tracker.ExecuteAllAsync(runId);
        return runId;
    }

    public static Task<Guid> AuditAsync(
        this TestTracker tracker, Guid subject, AuditLevel level = AuditLevel.Full) =>
        tracker.Get<AuditLauncher>().LaunchAsync(subject, new AuditSubmission { Level = level }, default);

    /// <summary>An audit, executed to its verdict.</summary>
    public static async Task<Guid> AuditedAsync(this TestTracker tracker, Guid subject)
    {
        var id = await tracker.AuditAsync(subject);
        await tracker.ExecuteAllAsync(id);
        return id;
    }

    /// <summary>Executes what can still be executed after something failed, and ends the run.</summary>
    public static async Task ExecuteRestAsync(this TestTracker tracker, Guid runId)
    {
        foreach (var step in (await tracker.ShowAsync(runId)).Steps.Where(step => step.Status == StepStatus.Ready))
            await tracker.CompleteAsync(step.Key);
        await tracker.Get<RunFinisher>().FinishAsync(default);
    }

    /// <summary>Executes every step of the run in the order of its plan, and ends it.</summary>
    public static async Task<RunView> ExecuteAllAsync(this TestTracker tracker, Guid runId)
    {
        foreach (var step in (await tracker.ShowAsync(runId)).Steps.Where(step => step.Status != StepStatus.Completed))
            await tracker.CompleteAsync(step.Key);
        await tracker.Get<RunFinisher>().FinishAsync(default);
        return await tracker.ShowAsync(runId);
    }
}
