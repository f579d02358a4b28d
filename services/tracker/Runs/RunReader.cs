using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Reads rows into views.</summary>
internal static class RunReader
{
    /// <summary>The rows in the order of the query; steps are counted for these runs alone.</summary>
    public static async Task<IReadOnlyList<RunRow>> RowsAsync(
        TrackerContext db, IQueryable<Run> runs, CancellationToken cancellationToken)
    {
        // Without the experiment's text, which is most of a row.
        var rows = await runs.Select(run => new RunRow
        {
            Id = run.Id,
            Name = run.Name,
            Task = run.Task,
            Status = run.Status,
            IsHeld = run.HeldAt != null,
            Author = run.Author,
            CreatedAt = run.CreatedAt,
            StartedAt = run.StartedAt,
            FinishedAt = run.FinishedAt,
            ImportedAt = run.ImportedAt,
            StepCount = 0,
            CompletedCount = 0,
            CachedCount = 0,
            Failure = run.Failure,
        }).ToListAsync(cancellationToken);
        var counts = await CountsAsync(db, [.. rows.Select(row => row.Id)], cancellationToken);
        return [.. rows.Select(row => counts.TryGetValue(row.Id, out var count) ? count.In(row) : row)];
    }

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

    public static AttemptRow RowOf(Attempt attempt) => new()
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

    private static Task<Dictionary<Guid, StepCounts>> CountsAsync(
        TrackerContext db, Guid[] runIds, CancellationToken cancellationToken) =>
        db.RunMembers.Where(member => runIds.Contains(member.RunId))
            .Join(
                db.Steps, member => member.StepKey, step => step.Key,
                (member, step) => new { member.RunId, member.IsCached, step.Status })
            .GroupBy(member => member.RunId)
            .Select(group => new StepCounts(
                group.Key,
                group.Count(),
                group.Count(member => member.Status == StepStatus.Completed),
                group.Count(member => member.IsCached)))
            .ToDictionaryAsync(count => count.RunId, cancellationToken);

    private static async Task<IReadOnlyList<StepRow>> StepsAsync(
        TrackerContext db, Guid runId, CancellationToken cancellationToken)
    {
        // In one statement: read one after the other, a step and its attempt could be of different moments.
        var rows = await (
            from member in db.RunMembers
            where member.RunId == runId
            join step in db.Steps on member.StepKey equals step.Key
            from attempt in db.Attempts
                .Where(attempt => attempt.StepKey == step.Key && attempt.Number == step.AttemptCount)
                .DefaultIfEmpty()
            orderby member.Position
            select new { member, step, attempt }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => RowOf(row.member, row.step, row.attempt))];
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

    private sealed record StepCounts(Guid RunId, int All, int Completed, int Cached)
    {
        public RunRow In(RunRow row) =>
            row with { StepCount = All, CompletedCount = Completed, CachedCount = Cached };
    }
}
