using System.Diagnostics;
using System.Security.Cryptography;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>What a launch needs: the plan, and the experiment's text, which is kept with the run.</summary>
public sealed record LaunchRequest
{
    public required ExperimentPlan Plan { get; init; }

    public required string ExperimentText { get; init; }

    /// <summary>Where each option came from; empty where nobody says.</summary>
    public IReadOnlyList<OptionOrigin> Options { get; init; } = [];

    /// <summary>Who launches; null where nobody says.</summary>
    public string? Author { get; init; }

    /// <summary>What is known of it as an audit; null for an experiment. The run gets the audit's id.</summary>
    public Audit? Audit { get; init; }

    /// <summary>Of a plan, and of what somebody gave to make it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="given">The experiment file's text.</param>
    /// <param name="overrides">What replaced values of it.</param>
    public static LaunchRequest Of(ExperimentPlan plan, string given, IReadOnlyList<string> overrides)
    {
        // With overrides and defaults written out, so that what is kept with the run is what ran.
        var resolved = ExperimentWriter.Write(plan.Experiment);
        return new LaunchRequest
        {
            Plan = plan, ExperimentText = resolved, Options = OptionOrigin.Of(resolved, given, overrides),
        };
    }
}

/// <summary>Makes a run of a plan. Steps that the store has are completed at once.</summary>
public sealed class RunLauncher(
    TrackerDatabase database, RunMembership membership, RunProofWriter proofs, TimeProvider time)
{
    public Task<Guid> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        var run = NewRun(request);
        if (request.Options.Count > 0)
            proofs.KeepOptions(run.Id, request.Options);
        return database.WriteAsync(db => LaunchAsync(db, run, request), cancellationToken);
    }

    // Ids made one after the other share their beginning; people name runs by the first characters.
    internal static Guid NewRunId() => new(SHA256.HashData(NewId.NextGuid().ToByteArray()).AsSpan(0, 16));

    private async Task<Guid> LaunchAsync(TrackerContext db, Run run, LaunchRequest request)
    {
        var plan = request.Plan;
        // Done again after its commit was not heard of, it is there already.
        if (await db.Runs.AnyAsync(row => row.Id == run.Id))
            return run.Id;
        await db.Engine.LockArtifactsAsync(db, alone: false);
        var paths = CriticalPath.Seconds(plan.Steps);
        await RunMembership.AddStepsAsync(db, plan, paths);
        var keys = plan.Steps.Select(step => step.Key).ToList();
        var finished = membership.Finished(keys);
        var affected = await RunMembership.LockAsync(db, keys, finished);
        await RunMembership.RaiseAsync(db, paths);
        db.Runs.Add(run);
        if (request.Audit is { } audit)
            db.Add(audit);
        var options = OptionsOf(request);
        db.RunMembers.AddRange(plan.Steps.Select((step, position) => RunMembership.MemberOf(
            run.Id, step.Key, step.Name, position, finished.ContainsKey(step.Key), options)));
        await db.SaveChangesAsync();
        await SearchIndex.AddRunAsync(db, run.Id, options);
        await membership.ResetAsync(db, keys, finished, affected, run.CreatedAt);
        db.Tell(TrackerChange.Status);
        return run.Id;
    }

    /// <summary>What a search finds it by; an audit is found by its subject.</summary>
    private static ExperimentOptions OptionsOf(LaunchRequest request) =>
        request.Audit is null
            ? ExperimentOptions.Read(request.ExperimentText)
            : new ExperimentOptions { Sections = [] };

    private Run NewRun(LaunchRequest request) => new()
    {
        Id = request.Audit?.RunId ?? NewRunId(),
        Name = request.Plan.Experiment.Name,
        Task = request.Plan.Experiment.Task,
        ExperimentText = request.ExperimentText,
        ReportStepKey = request.Plan.Report.Key,
        Status = RunStatus.Queued,
        Author = request.Author,
        AuthorFolded = request.Author is { } author ? OptionFact.Folded(author) : null,
        CreatedAt = time.GetUtcNow(),
        TraceParent = Activity.Current?.Id,
    };
}
