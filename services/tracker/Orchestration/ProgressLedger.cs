using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Keeps progress and metrics. A point is its step, name and count of finished units, so the same point told twice,
/// or measured again after a resume, is one row.
/// </summary>
public sealed class ProgressLedger(TrackerDatabase database, TrackerSignals signals)
{
    public async Task RecordAsync(StepProgressed progress, CancellationToken cancellationToken)
    {
        var isCurrent = await database.WriteAsync(db => RecordAsync(db, progress), cancellationToken);
        if (isCurrent)
            signals.View.Notify();
    }

    // Points may arrive after the end of their attempt, which consumers handle side by side; those of an older
    // attempt are ignored.
    private static async Task<bool> RecordAsync(TrackerContext db, StepProgressed progress)
    {
        var isCurrent = await db.Steps.AnyAsync(
            step => step.Key == progress.StepKey && step.AttemptCount == progress.AttemptNumber);
        if (!isCurrent)
            return false;
        await MoveAttemptAsync(db, progress);
        foreach (var point in progress.Metrics)
            await KeepAsync(db, progress.StepKey, point);
        return true;
    }

    private static Task<int> MoveAttemptAsync(TrackerContext db, StepProgressed progress) =>
        db.Attempts
            .Where(attempt => attempt.Id == progress.AttemptId)
            .Where(attempt => attempt.ProgressedAt == null || attempt.ProgressedAt < progress.ReportedAt)
            .ExecuteUpdateAsync(set => set
                .SetProperty(attempt => attempt.DoneCount, progress.DoneCount)
                .SetProperty(attempt => attempt.TotalCount, progress.TotalCount)
                .SetProperty(attempt => attempt.Unit, progress.Unit)
                .SetProperty(attempt => attempt.ProgressedAt, progress.ReportedAt)
                .SetProperty(attempt => attempt.ThinnedCount, attempt => attempt.ThinnedCount + progress.ThinnedCount));

    private static Task<int> KeepAsync(TrackerContext db, string stepKey, MetricPoint point) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO step_metrics (step_key, name, at, value)
            VALUES ({stepKey}, {point.Name}, {point.At}, {point.Value})
            ON CONFLICT (step_key, name, at) DO UPDATE SET value = excluded.value
            """);
}
