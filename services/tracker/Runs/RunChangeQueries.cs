using System.Runtime.CompilerServices;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;

namespace WeakToStrong.Tracker.Runs;

/// <summary>Runs that changed. Removed ones are not among them.</summary>
public sealed record RunChanges
{
    /// <summary>Up to when these are told.</summary>
    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<RunRow> Runs { get; init; }

    /// <summary>False when more changed than are told at once: the list then says how things are.</summary>
    public required bool IsComplete { get; init; }
}

/// <summary>Which runs change, of all of them.</summary>
public sealed class RunChangeQueries(TrackerDatabase database, TrackerSignals signals, TimeProvider time)
{
    // Clocks of several trackers differ a little, and a row is written a little after the time that stands in it.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>What changed since a time, and then, with a pause between, what changed since; often nothing.</summary>
    public async IAsyncEnumerable<RunChanges> WatchAsync(
        DateTimeOffset since, TimeSpan pause, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new Dictionary<Guid, RunRow>();
        while (true)
        {
            var change = signals.View.Next;
            var now = time.GetUtcNow();
            var rows = await ActiveAsync(since - Overlap, cancellationToken);
            var shown = rows.Take(RunPage.MaxLimit).ToArray();
            yield return new RunChanges
            {
                At = now,
                Runs = [.. shown.Where(row => !known.TryGetValue(row.Id, out var before) || before != row)],
                IsComplete = rows.Count == shown.Length,
            };
            // Only what was shown now can still be told apart: that is as much as is ever remembered.
            known = shown.ToDictionary(row => row.Id);
            since = now;
            await Task.Delay(pause, time, cancellationToken);
            await Task.WhenAny(change, Task.Delay(pause, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // One that waits may have been retried or held since, whenever it was launched. Where many wait they come last, so
    // that those that end are told.
    private Task<IReadOnlyList<RunRow>> ActiveAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => RunReader.RowsAsync(
                db,
                db.Experiments().Unfinished().Concat(db.Experiments().Where(run => run.FinishedAt >= since))
                    .OrderBy(run => run.Status == RunStatus.Queued)
                    .ThenByDescending(run => run.CreatedAt).ThenBy(run => run.Id)
                    .Take(RunPage.MaxLimit + 1),
                cancellationToken),
            cancellationToken);
}
