using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Runs;

/// <summary>What people and programs ask about runs.</summary>
public sealed class RunQueries(
    TrackerDatabase database,
    RunSearches searches,
    MetricQueries metrics,
    ArtifactStore store,
    TrackerSignals signals,
    TimeProvider time)
{
    private const int PausePerReading = 4;

    // At most five views a second, and fewer of a run so large that reading it takes long; changes of another process
    // are seen within a second.
    private static readonly TimeSpan ViewPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The run with this id, with an id that begins so, or the latest with this name.</summary>
    /// <exception cref="RunNotFoundException">There is none.</exception>
    /// <exception cref="AmbiguousRunException">Several ids begin so.</exception>
    public Task<Guid> FindAsync(string idOrName, CancellationToken cancellationToken) =>
        database.ReadAsync(db => RunFinder.FindAsync(db, idOrName, cancellationToken), cancellationToken);

    /// <summary>A page of the runs that the filter lets through, the newest first.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="limit">How many, at most <see cref="RunPage.MaxLimit"/>.</param>
    /// <param name="cursor">Null for the first page, else what came with the page before.</param>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    /// <exception cref="SearchException">The filter's search is wrong.</exception>
    public async Task<RunPage> ListAsync(
        RunFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, RunPage.MaxLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var after = cursor is null
            ? null
            : RunCursor.Decode(cursor) ?? throw new ArgumentException("is no cursor of a page", nameof(cursor));
        var search = await searches.ParseAsync(filter.Search, cancellationToken);
        return await database.ReadAsync(
            db => PageAsync(
                db, db.Experiments().Matching(filter).Matching(db, search, time.GetUtcNow()), limit, after,
                cancellationToken),
            cancellationToken);
    }

    public Task<RunView> ShowAsync(Guid runId, CancellationToken cancellationToken) =>
        database.ReadAsync(db => RunReader.ViewAsync(db, runId, cancellationToken), cancellationToken);

    /// <summary>The run's row in a list.</summary>
    public async Task<RunRow> RowAsync(Guid runId, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            db => RunReader.RowsAsync(db, db.Runs.Where(run => run.Id == runId), cancellationToken), cancellationToken);
        return rows.Count > 0 ? rows[0] : throw new RunNotFoundException(runId.ToString("N"));
    }

    /// <summary>The metrics of a step, by name.</summary>
    public async Task<IReadOnlyList<MetricSeries>> MetricsAsync(string stepKey, CancellationToken cancellationToken)
    {
        var series = await metrics.SeriesAsync(stepKey, names: null, cancellationToken);
        return [.. series.Select(MetricSeries.Of)];
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
            var began = time.GetTimestamp();
            var view = await ShowAsync(runId, cancellationToken);
            var reading = time.GetElapsedTime(began);
            yield return view;
            if (view.Run.IsFinished)
                yield break;
            await PauseAsync(reading, cancellationToken);
            await Task.WhenAny(change, Task.Delay(PollInterval, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task PauseAsync(TimeSpan reading, CancellationToken cancellationToken)
    {
        var fair = reading * PausePerReading;
        return Task.Delay(fair > ViewPause ? fair : ViewPause, time, cancellationToken);
    }

    private static async Task<RunPage> PageAsync(
        TrackerContext db, IQueryable<Run> matching, int limit, RunCursor? after, CancellationToken cancellationToken)
    {
        var total = await matching.CountAsync(cancellationToken);
        var page = after is null ? matching : matching.After(after);
        // One more than asked for says whether there is another page.
        var rows = await RunReader.RowsAsync(db, page.NewestFirst().Take(limit + 1), cancellationToken);
        var shown = rows.Take(limit).ToArray();
        return new RunPage
        {
            Runs = shown,
            TotalCount = total,
            NextCursor = rows.Count > limit ? new RunCursor(shown[^1].CreatedAt, shown[^1].Id).Encode() : null,
        };
    }
}
