using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Keeps progress and metrics. A point is its step, name and count of finished units, so the same point told twice,
/// or measured again after a resume, is one row. What comes while a transaction is under way waits and shares the next
/// one, so the number of transactions does not grow with the number of messages.
/// </summary>
public sealed class ProgressLedger(TrackerDatabase database)
{
    // A message has at most about a thousand points.
    private const int MostMessages = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _waiting = new();
    private bool _isWriting;

    /// <summary>Completes when what the message says is committed, and not before.</summary>
    public Task RecordAsync(StepProgressed progress, CancellationToken cancellationToken)
    {
        var entry = new Entry(progress);
        lock (_gate)
        {
            _waiting.Enqueue(entry);
            if (!_isWriting)
                _ = Task.Run(WriteAllAsync, CancellationToken.None);
            _isWriting = true;
        }
        return entry.Committed.Task.WaitAsync(cancellationToken);
    }

    private async Task WriteAllAsync()
    {
        while (TakeNext() is { Count: > 0 } entries)
            await CommitAsync(entries);
    }

    private List<Entry> TakeNext()
    {
        lock (_gate)
        {
            var entries = new List<Entry>();
            while (entries.Count < MostMessages && _waiting.TryDequeue(out var entry))
                entries.Add(entry);
            _isWriting = entries.Count > 0;
            return entries;
        }
    }

    // What one message has wrong must not keep the others from being committed.
    private async Task CommitAsync(IReadOnlyList<Entry> entries)
    {
        try
        {
            var messages = entries.Select(entry => entry.Progress).ToList();
            await database.WriteAsync(db => WriteAsync(db, messages), CancellationToken.None);
            foreach (var entry in entries)
                entry.Committed.SetResult();
        }
        catch (Exception exception) when (entries.Count == 1)
        {
            entries[0].Committed.SetException(exception);
        }
        catch (Exception)
        {
            foreach (var entry in entries)
                await CommitAsync([entry]);
        }
    }

    // Points may arrive after the end of their attempt, which consumers handle side by side; those of an older
    // attempt are ignored.
    private static async Task<int> WriteAsync(TrackerContext db, IReadOnlyList<StepProgressed> messages)
    {
        var current = await CurrentAsync(db, messages);
        var ordered = current.OrderBy(progress => progress.AttemptId).ThenBy(progress => progress.ReportedAt);
        foreach (var progress in ordered)
            await MoveAttemptAsync(db, progress);
        await db.Engine.WritePointsAsync(db, SeriesBatch.Of(
            current.SelectMany(progress => progress.Metrics.Select(point => (progress.StepKey, point)))));
        if (current.Count > 0)
            db.Tell(TrackerChange.View);
        return current.Count;
    }

    private static async Task<List<StepProgressed>> CurrentAsync(
        TrackerContext db, IReadOnlyList<StepProgressed> messages)
    {
        var keys = messages.Select(progress => progress.StepKey).Distinct().ToList();
        await db.Engine.KeepStepsAsync(db, keys);
        var latest = await db.Steps.Where(step => keys.Contains(step.Key))
            .ToDictionaryAsync(step => step.Key, step => step.AttemptCount);
        return [.. messages.Where(
            progress => latest.TryGetValue(progress.StepKey, out var number) && number == progress.AttemptNumber)];
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

    private sealed record Entry(StepProgressed Progress)
    {
        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
