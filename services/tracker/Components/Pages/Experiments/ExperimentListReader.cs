using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>
/// Reads pages of the list, each in a fixed number of queries. What can no longer change of a run is read once and
/// kept, as far as there is room.
/// </summary>
public sealed class ExperimentListReader(
    TrackerDatabase database,
    RunSearches searches,
    RunResults results,
    LossReader losses,
    Tags tags,
    AuditQueries audits,
    DistinctionReader distinctions,
    RunMemory memory,
    TimeProvider time)
{
    /// <exception cref="SearchException">The filter is no search.</exception>
    public async Task<ExperimentList> ReadAsync(ExperimentQuery query, CancellationToken cancellationToken)
    {
        var search = await searches.ParseAsync(query.Filter, cancellationToken);
        var page = await database.ReadAsync(db => PageAsync(db, query, search, cancellationToken), cancellationToken);
        return new ExperimentList
        {
            Rows = await RowsAsync(page.Runs, cancellationToken),
            TotalCount = page.Total,
            StoreCount = page.Stored,
        };
    }

    private async Task<(IReadOnlyList<RunRow> Runs, int Total, int Stored)> PageAsync(
        TrackerContext db, ExperimentQuery query, RunSearch search, CancellationToken cancellationToken)
    {
        var matching = db.Experiments().Matching(db, search, time.GetUtcNow());
        var stored = await db.Experiments().CountAsync(cancellationToken);
        var total = query.Filter.Length == 0 ? stored : await matching.CountAsync(cancellationToken);
        var page = Sorted(db, matching, query).Skip(query.Skipped).Take(ExperimentQuery.PageSize);
        return (await RunReader.RowsAsync(db, page, cancellationToken), total, stored);
    }

    // The id decides between equals, so that pages neither repeat nor leave out.
    private static IQueryable<Run> Sorted(TrackerContext db, IQueryable<Run> runs, ExperimentQuery query) =>
        query.Sort switch
        {
            { By: "name", IsDescending: false } => runs.OrderBy(run => run.Name).ThenBy(run => run.Id),
            { By: "name" } => runs.OrderByDescending(run => run.Name).ThenBy(run => run.Id),
            { By: "state", IsDescending: false } =>
                runs.OrderBy(run => run.Status).ThenByDescending(run => run.CreatedAt).ThenBy(run => run.Id),
            { By: "state" } =>
                runs.OrderByDescending(run => run.Status).ThenByDescending(run => run.CreatedAt).ThenBy(run => run.Id),
            { By: "created", IsDescending: false } => runs.OrderBy(run => run.CreatedAt).ThenBy(run => run.Id),
            { By: "pgr", IsDescending: var isDescending } => ByGap(db, runs, isDescending),
            _ => runs.NewestFirst(),
        };

    // Runs without a gap come last, whichever way it is sorted.
    private static IQueryable<Run> ByGap(TrackerContext db, IQueryable<Run> runs, bool isDescending)
    {
        var gaps = runs.Select(run => new
        {
            Run = run,
            Best = db.RunSystems().Where(system => system.RunId == run.Id && system.IsMethod)
                .Max(system => system.PgrMean),
        }).OrderBy(row => row.Best == null);
        var sorted = isDescending ? gaps.ThenByDescending(row => row.Best) : gaps.ThenBy(row => row.Best);
        return sorted.ThenBy(row => row.Run.Id).Select(row => row.Run);
    }

    private async Task<IReadOnlyList<ExperimentRow>> RowsAsync(
        IReadOnlyList<RunRow> runs, CancellationToken cancellationToken)
    {
        var outlines = await memory.OutlinesAsync(runs, ids => OutlinesAsync(ids, cancellationToken));
        var curves = await memory.LossesAsync(runs, ids => losses.ReadAsync(ids, cancellationToken));
        var standings = await audits.StandingsAsync([.. runs.Select(run => run.Id)], cancellationToken);
        var words = await tags.OfAsync([.. runs.Select(run => run.Id)], cancellationToken);
        var differences = await distinctions.ReadAsync(runs, cancellationToken);
        return
        [
            .. runs.Select(run => new ExperimentRow
            {
                Run = run,
                Outline = outlines.GetValueOrDefault(run.Id, ExperimentOutline.Unknown),
                Headline = run.Status == RunStatus.Completed ? HeadlineOf(run.Id) : null,
                Loss = curves.GetValueOrDefault(run.Id, []),
                Distinctions = differences.GetValueOrDefault(run.Id, []),
                Tags = [.. words[run.Id]],
                Audits = standings.GetValueOrDefault(run.Id, AuditStanding.None),
            }),
        ];
    }

    private async Task<IReadOnlyDictionary<Guid, ExperimentOutline>> OutlinesAsync(
        Guid[] ids, CancellationToken cancellationToken)
    {
        var texts = await database.ReadAsync(
            db => db.Runs.Where(run => ids.Contains(run.Id)).Select(run => new { run.Id, run.ExperimentText })
                .ToListAsync(cancellationToken),
            cancellationToken);
        return texts.ToDictionary(text => text.Id, text => OutlineReader.Read(text.ExperimentText));
    }

    // One report that cannot be read must not take the list with it; the run's own page says what is wrong with it.
    private Headline? HeadlineOf(Guid runId)
    {
        try
        {
            return results.Report(runId)?.Summary
                .Where(row => row.Pgr is not null && SystemNames.IsMethod(row.System))
                .Select(row => new Headline(row.System, row.Pgr!))
                .MaxBy(headline => headline.Pgr.Mean);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
