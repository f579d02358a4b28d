using Microsoft.EntityFrameworkCore;
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
    TrackerDatabase database, RunReportWriter reports, AuditReports audits, SearchIndexer search, TimeProvider time)
{
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var idle = await database.ReadAsync(
            db => IdleRuns(db, db.UnfinishedRuns()).OrderBy(run => run.CreatedAt).ToListAsync(cancellationToken),
            cancellationToken);
        foreach (var run in idle)
            await FinishAsync(run, cancellationToken);
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

    // Checkpoint 1: the report is on disk, the run still unfinished; a restart writes the same report again.
    // Checkpoint 2: the run is finished.
    private async Task FinishAsync(IdleRun run, CancellationToken cancellationToken)
    {
        if (run.IsComplete)
            await CompleteAsync(run, cancellationToken);
        else if (run.HasFailure)
            await EndAsync(run, RunStatus.Failed, "a step failed", cancellationToken);
    }

    private async Task CompleteAsync(IdleRun run, CancellationToken cancellationToken)
    {
        var failure = await ReportAsync(run, cancellationToken);
        await EndAsync(
            run, failure is null ? RunStatus.Completed : RunStatus.Failed, failure, cancellationToken);
    }

    /// <summary>Writes the report; null, or why it cannot be written.</summary>
    private async Task<string?> ReportAsync(IdleRun run, CancellationToken cancellationToken)
    {
        using var activity = TrackerActivity.Report(run.Id, run.TraceParent);
        var record = await reports.ReadAsync(run.Id, cancellationToken);
        try
        {
            if (run.IsAudit)
                audits.Publish(record.Run);
            else
                reports.Write(record, time.GetUtcNow());
            return null;
        }
        catch (Exception exception)
        {
            return $"report: {exception.Message.ReplaceLineEndings(" ")}";
        }
    }

    private async Task EndAsync(IdleRun run, RunStatus status, string? failure, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var report = status == RunStatus.Completed && !run.IsAudit ? search.ReadReport(run.Id) : null;
        var audit = status == RunStatus.Completed && run.IsAudit ? audits.Find(run.Id) : null;
        var hasEnded = await database.WriteAsync(
            async db =>
            {
                if (!await EndAsync(db, run, status, failure, now))
                    return false;
                await SearchIndex.AddResultsAsync(db, run.Id, report);
                if (audit is not null)
                    await db.AddFindingsAsync(run.Id, audit);
                return true;
            },
            cancellationToken);
        if (hasEnded)
            TrackerActivity.Run(run.Id, status.ToString().ToLowerInvariant(), run.TraceParent, run.StartedAt, now);
    }

    // Whoever retries the run, or launches another that has its steps, may have given it something to do meanwhile.
    private static async Task<bool> EndAsync(
        TrackerContext db, IdleRun run, RunStatus status, string? failure, DateTimeOffset now)
    {
        await db.Engine.LockRunAsync(db, run.Id);
        var unfinished = db.UnfinishedRuns().Where(row => row.Id == run.Id);
        var state = await IdleRuns(db, unfinished).SingleOrDefaultAsync();
        if (state is null || state.IsComplete != run.IsComplete || state.HasFailure != run.HasFailure)
            return false;
        await unfinished.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Status, status)
            .SetProperty(row => row.StartedAt, row => row.StartedAt ?? row.CreatedAt)
            .SetProperty(row => row.FinishedAt, now)
            .SetProperty(row => row.Failure, row => failure == null ? null : row.Failure ?? failure));
        db.Tell(TrackerChange.View);
        return true;
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
