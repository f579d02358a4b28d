using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Reports;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Ends runs that have nothing left to do: completed with their report written, or failed once every step that does
/// not depend on the failed one is done.
/// </summary>
public sealed class RunFinisher(
    TrackerDatabase database, RunReportWriter reports, TrackerSignals signals, TimeProvider time)
{
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await IdleRunsAsync(cancellationToken))
            await FinishAsync(run, cancellationToken);
    }

    private Task<List<IdleRun>> IdleRunsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.UnfinishedRuns()
                .Where(run => !db.RunMembers.Any(member => member.RunId == run.Id && db.Steps.Any(step =>
                    step.Key == member.StepKey
                    && (step.Status == StepStatus.Ready || step.Status == StepStatus.Running))))
                .OrderBy(run => run.CreatedAt)
                .Select(run => new IdleRun(
                    run.Id,
                    !db.RunMembers.Any(member => member.RunId == run.Id && db.Steps.Any(step =>
                        step.Key == member.StepKey && step.Status != StepStatus.Completed)),
                    db.RunMembers.Any(member => member.RunId == run.Id && db.Steps.Any(step =>
                        step.Key == member.StepKey && step.Status == StepStatus.Failed))))
                .ToListAsync(cancellationToken),
            cancellationToken);

    // Checkpoint 1: the report is on disk, the run still unfinished; a restart writes the same report again.
    // Checkpoint 2: the run is finished.
    private async Task FinishAsync(IdleRun run, CancellationToken cancellationToken)
    {
        if (run.IsComplete)
            await CompleteAsync(run.Id, cancellationToken);
        else if (run.HasFailure)
            await EndAsync(run.Id, RunStatus.Failed, "a step failed", cancellationToken);
    }

    private async Task CompleteAsync(Guid runId, CancellationToken cancellationToken)
    {
        var finishedAt = time.GetUtcNow();
        try
        {
            await reports.WriteAsync(runId, finishedAt, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var detail = $"report: {exception.Message.ReplaceLineEndings(" ")}";
            await EndAsync(runId, RunStatus.Failed, detail, cancellationToken);
            return;
        }
        await EndAsync(runId, RunStatus.Completed, null, cancellationToken);
    }

    private async Task EndAsync(Guid runId, RunStatus status, string? failure, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await database.WriteAsync(
            db => db.UnfinishedRuns().Where(run => run.Id == runId).ExecuteUpdateAsync(set => set
                .SetProperty(run => run.Status, status)
                .SetProperty(run => run.StartedAt, run => run.StartedAt ?? run.CreatedAt)
                .SetProperty(run => run.FinishedAt, now)
                .SetProperty(run => run.Failure, run => failure == null ? null : run.Failure ?? failure)),
            cancellationToken);
        signals.View.Notify();
    }

    private sealed record IdleRun(Guid Id, bool IsComplete, bool HasFailure);
}
