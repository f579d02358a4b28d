using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Ends runs that have nothing left to do: completed with their report written, or failed once every step that does
/// not depend on the failed one is done.
/// </summary>
public sealed class RunFinisher(
    TrackerDatabase database,
    RunReportWriter reports,
    AuditReports audits,
    SearchIndexer search,
    TimeProvider time,
    ILogger<RunFinisher> log)
{
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var idle = await database.ReadAsync(
            db => IdleRuns(db, db.UnfinishedRuns()).OrderBy(run => run.CreatedAt).ToListAsync(cancellationToken),
            cancellationToken);
        foreach (var run in idle)
            await TryFinishAsync(run, cancellationToken);
    }

    // What is to do now is little, whatever there is of runs: the runs that have some of it are found from there.
    private static IQueryable<IdleRun> IdleRuns(TrackerContext db, IQueryable<Run> runs)
    {
        var busy = db.RunMembers
            .Where(member => db.Steps.Any(step =>
                step.Key == member.StepKey
                && (step.Status == StepStatus.Ready || step.Status == StepStatus.Running)))
            .Select(member => member.RunId);
        return runs.Where(run => !busy.Contains(run.Id)).Select(run => new IdleRun
        {
            Id = run.Id,
            CreatedAt = run.CreatedAt,
            StartedAt = run.StartedAt ?? run.CreatedAt,
            TraceParent = run.TraceParent,
            IsAudit = run.Task == AuditExperiment.TaskName,
            IsComplete = !db.RunMembers.Any(member => member.RunId == run.Id && db.Steps.Any(step =>
                step.Key == member.StepKey && step.Status != StepStatus.Completed)),
            HasFailure = db.RunMembers.Any(member => member.RunId == run.Id && db.Steps.Any(step =>
                step.Key == member.StepKey && step.Status == StepStatus.Failed)),
        });
    }

    /// <summary>What is wrong with one run keeps others neither from their ends nor from their next steps.</summary>
    private async Task TryFinishAsync(IdleRun run, CancellationToken cancellationToken)
    {
        try
        {
            await FinishAsync(run, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(exception, "Run {RunId} cannot be ended; it is tried again", run.Id);
        }
    }

    // Checkpoint 1: the report is on disk, the run still unfinished; a restart writes the same report again.
    // Checkpoint 2: the run is finished.
    private async Task FinishAsync(IdleRun run, CancellationToken cancellationToken)
    {
        if (run.IsComplete)
            await CompleteAsync(run, cancellationToken);
        else if (run.HasFailure)
            await EndAsync(run, RunEnd.Failed("a step failed"), cancellationToken);
    }

    private async Task CompleteAsync(IdleRun run, CancellationToken cancellationToken) =>
        await EndAsync(run, await ReportAsync(run, cancellationToken), cancellationToken);

    /// <summary>Writes the report; the run has failed when it cannot be written, or not be read then.</summary>
    private async Task<RunEnd> ReportAsync(IdleRun run, CancellationToken cancellationToken)
    {
        using var activity = TrackerActivity.Report(run.Id, run.TraceParent);
        var record = await reports.ReadAsync(run.Id, cancellationToken);
        try
        {
            if (run.IsAudit)
                return new RunEnd(RunStatus.Completed) { Audit = audits.Publish(record.Run) };
            reports.Write(record, time.GetUtcNow());
            return new RunEnd(RunStatus.Completed) { Report = search.ReadReport(run.Id) };
        }
        catch (Exception exception)
        {
            return RunEnd.Failed($"report: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private async Task EndAsync(IdleRun run, RunEnd end, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hasEnded = await database.WriteAsync(
            async db =>
            {
                if (!await EndAsync(db, run, end, now))
                    return false;
                await SearchIndex.AddResultsAsync(db, run.Id, end.Report);
                if (end.Audit is { } audit)
                    await db.AddFindingsAsync(run.Id, audit);
                return true;
            },
            cancellationToken);
        if (hasEnded)
            TrackerActivity.Run(run.Id, end.Status.ToString().ToLowerInvariant(), run.TraceParent, run.StartedAt, now);
    }

    // Whoever retries the run, or launches another that has its steps, may have given it something to do meanwhile.
    private static async Task<bool> EndAsync(TrackerContext db, IdleRun run, RunEnd end, DateTimeOffset now)
    {
        await db.Engine.LockRunAsync(db, run.Id);
        var unfinished = db.UnfinishedRuns().Where(row => row.Id == run.Id);
        var state = await IdleRuns(db, unfinished).SingleOrDefaultAsync();
        if (state is null || state.IsComplete != run.IsComplete || state.HasFailure != run.HasFailure)
            return false;
        await unfinished.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Status, end.Status)
            .SetProperty(row => row.StartedAt, row => row.StartedAt ?? row.CreatedAt)
            .SetProperty(row => row.FinishedAt, now)
            .SetProperty(row => row.Failure, row => end.Failure == null ? null : row.Failure ?? end.Failure));
        db.Tell(TrackerChange.View);
        return true;
    }

    private sealed record RunEnd(RunStatus Status)
    {
        /// <summary>Why it failed, unless that is known already.</summary>
        public string? Failure { get; private init; }

        /// <summary>Of a completed experiment that search finds.</summary>
        public Report? Report { get; init; }

        /// <summary>Of a completed audit.</summary>
        public AuditReport? Audit { get; init; }

        public static RunEnd Failed(string failure) => new(RunStatus.Failed) { Failure = failure };
    }

    private sealed record IdleRun
    {
        public required Guid Id { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required DateTimeOffset StartedAt { get; init; }

        public required string? TraceParent { get; init; }

        public required bool IsAudit { get; init; }

        public required bool IsComplete { get; init; }

        public required bool HasFailure { get; init; }
    }
}
