using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Reports;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What people and programs ask about runs.</summary>
public sealed class RunQueries(TrackerDatabase database, ArtifactStore store, TrackerSignals signals, TimeProvider time)
{
    // At most five views a second; changes of another process are seen within a second.
    private static readonly TimeSpan ViewPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The run with this id, with an id that begins so, or the latest with this name.</summary>
    /// <exception cref="RunNotFoundException">There is none.</exception>
    /// <exception cref="AmbiguousRunException">Several ids begin so.</exception>
    public Task<Guid> FindAsync(string idOrName, CancellationToken cancellationToken) =>
        database.ReadAsync(db => RunFinder.FindAsync(db, idOrName, cancellationToken), cancellationToken);

    /// <summary>All runs, the newest first.</summary>
    public async Task<IReadOnlyList<RunRow>> ListAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(db => RunReader.RowsAsync(db, db.Runs, cancellationToken), cancellationToken);

    public Task<RunView> ShowAsync(Guid runId, CancellationToken cancellationToken) =>
        database.ReadAsync(db => RunReader.ViewAsync(db, runId, cancellationToken), cancellationToken);

    /// <summary>The metrics of a step, by name.</summary>
    public Task<IReadOnlyList<MetricSeries>> MetricsAsync(string stepKey, CancellationToken cancellationToken) =>
        StepMetrics.ReadAsync(database, stepKey, cancellationToken);

    /// <summary>Keys of all steps that some run has: what a collection of garbage must keep.</summary>
    public async Task<IReadOnlySet<string>> LiveStepKeysAsync(CancellationToken cancellationToken)
    {
        var keys = await database.ReadAsync(
            db => db.RunMembers.Select(member => member.StepKey).Distinct().ToListAsync(cancellationToken),
            cancellationToken);
        return keys.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Where the run's report is, once it is completed.</summary>
    public string ReportPath(Guid runId) => RunReportWriter.PathOf(store.Root, runId);

    /// <summary>The run now, and again whenever it changes; ends after the view in which it is finished.</summary>
    public async IAsyncEnumerable<RunView> WatchAsync(
        Guid runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = signals.View.Next;
            var view = await ShowAsync(runId, cancellationToken);
            yield return view;
            if (view.Run.IsFinished)
                yield break;
            await Task.Delay(ViewPause, time, cancellationToken);
            await Task.WhenAny(change, Task.Delay(PollInterval, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
