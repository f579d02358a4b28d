using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Reads rows into views.</summary>
internal static class RunReader
{
    public static Task<List<RunRow>> RowsAsync(
        TrackerContext db, IQueryable<Run> runs, CancellationToken cancellationToken) =>
        runs.OrderByDescending(run => run.CreatedAt).ThenBy(run => run.Id).Select(run => new RunRow
        {
            Id = run.Id,
            Name = run.Name,
            Status = run.Status,
            IsHeld = run.HeldAt != null,
            CreatedAt = run.CreatedAt,
            StartedAt = run.StartedAt,
            FinishedAt = run.FinishedAt,
            StepCount = db.RunMembers.Count(member => member.RunId == run.Id),
            CompletedCount = db.RunMembers.Count(member => member.RunId == run.Id
                && db.Steps.Any(step => step.Key == member.StepKey && step.Status == StepStatus.Completed)),
            CachedCount = db.RunMembers.Count(member => member.RunId == run.Id && member.IsCached),
            Failure = run.Failure,
        }).ToListAsync(cancellationToken);

    public static async Task<RunView> ViewAsync(TrackerContext db, Guid runId, CancellationToken cancellationToken)
    {
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == runId, cancellationToken)
            ?? throw new RunNotFoundException(runId.ToString("N"));
        var rows = await RowsAsync(db, db.Runs.Where(row => row.Id == runId), cancellationToken);
        return new RunView
        {
            Run = rows.Single(),
            ExperimentText = run.ExperimentText,
            ReportStepKey = run.ReportStepKey,
            Steps = await StepsAsync(db, runId, cancellationToken),
        };
    }

    private static async Task<IReadOnlyList<StepRow>> StepsAsync(
        TrackerContext db, Guid runId, CancellationToken cancellationToken)
    {
        var members = db.RunMembers.Where(member => member.RunId == runId);
        var rows = await members
            .Join(db.Steps, member => member.StepKey, step => step.Key, (member, step) => new { member, step })
            .OrderBy(row => row.member.Position).AsNoTracking().ToListAsync(cancellationToken);
        var attempts = await LastAttempts(db, members).ToDictionaryAsync(
            attempt => attempt.StepKey, StringComparer.Ordinal, cancellationToken);
        return [.. rows.Select(row => RowOf(row.member, row.step, attempts.GetValueOrDefault(row.step.Key)))];
    }

    private static StepRow RowOf(RunMember member, Step step, Attempt? lastAttempt) => new()
    {
        Key = step.Key,
        Name = member.Name,
        Kind = step.Kind,
        Host = step.Host,
        Status = step.Status,
        IsCached = member.IsCached,
        AttemptCount = step.AttemptCount,
        CostSeconds = step.CostSeconds,
        Outputs = Outputs.Read(step.OutputsJson),
        LastAttempt = lastAttempt is null ? null : RowOf(lastAttempt),
        Failure = step.Failure,
    };

    private static IQueryable<Attempt> LastAttempts(TrackerContext db, IQueryable<RunMember> members) =>
        db.Attempts.AsNoTracking().Where(attempt =>
            members.Any(member => member.StepKey == attempt.StepKey)
            && db.Steps.Any(step => step.Key == attempt.StepKey && step.AttemptCount == attempt.Number));

    private static AttemptRow RowOf(Attempt attempt) => new()
    {
        Number = attempt.Number,
        Status = attempt.Status,
        MachineName = attempt.MachineName,
        ClaimedAt = attempt.ClaimedAt,
        StartedAt = attempt.StartedAt,
        EndedAt = attempt.EndedAt,
        ProgressedAt = attempt.ProgressedAt,
        DoneCount = attempt.DoneCount,
        TotalCount = attempt.TotalCount,
        Unit = attempt.Unit,
        ThinnedCount = attempt.ThinnedCount,
        Reason = attempt.Reason,
        Detail = attempt.Detail,
    };
}
