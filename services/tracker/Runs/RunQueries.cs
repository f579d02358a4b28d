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
    private const int ShownCandidates = 5;
    private const int PausePerReading = 4;

    // At most five views a second, and fewer of a run so large that reading it takes long; changes of another process
    // are seen within a second.
    private static readonly TimeSpan ViewPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The run with this id, with an id that begins so, or the latest with this name.</summary>
    /// <exception cref="RunNotFoundException">There is none.</exception>
    /// <exception cref="AmbiguousRunException">Several ids begin so.</exception>
    public async Task<Guid> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        var named = await database.ReadAsync(
            db => db.Runs.Where(run => run.Name == idOrName).NewestFirst()
                .Select(run => run.Id).Take(1).ToListAsync(cancellationToken),
            cancellationToken);
        if (named.Count > 0)
            return named[0];
        if (RunIdRange.Of(idOrName) is not { } range)
            throw new RunNotFoundException(idOrName);
        var ids = await database.ReadAsync(
            db => db.Runs.WithIds(range).OrderBy(run => run.Id)
                .Select(run => run.Id).Take(ShownCandidates + 1).ToListAsync(cancellationToken),
            cancellationToken);
        return ids.Count switch
        {
            0 => throw new RunNotFoundException(idOrName),
            1 => ids[0],
            _ => throw new AmbiguousRunException(
                idOrName, [.. ids.Take(ShownCandidates).Select(id => id.ToString("N"))], ids.Count > ShownCandidates),
        };
    }

    /// <summary>A page of the runs that the filter lets through, the newest first.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="limit">How many, at most <see cref="RunPage.MaxLimit"/>.</param>
    /// <param name="cursor">Null for the first page, else what came with the page before.</param>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    public Task<RunPage> ListAsync(RunFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, RunPage.MaxLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var after = cursor is null
            ? null
            : RunCursor.Decode(cursor) ?? throw new ArgumentException("is no cursor of a page", nameof(cursor));
        return database.ReadAsync(db => PageAsync(db, filter, limit, after, cancellationToken), cancellationToken);
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
        var points = await database.ReadAsync(
            db => db.StepMetrics.AsNoTracking().Where(metric => metric.StepKey == stepKey)
                .OrderBy(metric => metric.Name).ThenBy(metric => metric.At).ToListAsync(cancellationToken),
            cancellationToken);
        return [.. points.GroupBy(point => point.Name, StringComparer.Ordinal).Select(series => new MetricSeries(
            series.Key, [.. series.Select(point => new MetricSample(point.At, point.Value ?? double.NaN))]))];
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
        TrackerContext db, RunFilter filter, int limit, RunCursor? after, CancellationToken cancellationToken)
    {
        var matching = db.Runs.Matching(filter);
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
