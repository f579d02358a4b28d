using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>
/// Reads pages of the list. What can no longer change of a run is read once and kept, as far as there is room.
/// </summary>
public sealed class ExperimentListReader(
    TrackerDatabase database, RunQueries queries, RunResults results, RunMemory memory)
{
    private const int CurvePoints = 48;

    public async Task<ExperimentList> ReadAsync(ExperimentQuery query, CancellationToken cancellationToken)
    {
        var page = await database.ReadAsync(db => PageAsync(db, query, cancellationToken), cancellationToken);
        var rows = new List<ExperimentRow>();
        foreach (var run in page.Runs)
            rows.Add(await RowAsync(run, cancellationToken));
        return new ExperimentList { Rows = rows, TotalCount = page.Total, StoreCount = page.Stored };
    }

    private static async Task<(IReadOnlyList<RunRow> Runs, int Total, int Stored)> PageAsync(
        TrackerContext db, ExperimentQuery query, CancellationToken cancellationToken)
    {
        // The one place where what is typed becomes a condition: a search language goes here.
        var matching = db.Runs.Matching(new RunFilter { Search = query.Filter });
        var stored = await db.Runs.CountAsync(cancellationToken);
        var total = query.Filter.Length == 0 ? stored : await matching.CountAsync(cancellationToken);
        var page = Sorted(matching, query).Skip(query.Skipped).Take(ExperimentQuery.PageSize);
        return (await RunReader.RowsAsync(db, page, cancellationToken), total, stored);
    }

    // The id decides between equals, so that pages neither repeat nor leave out.
    private static IQueryable<Run> Sorted(IQueryable<Run> runs, ExperimentQuery query) => query.Sort switch
    {
        { By: "name", IsDescending: false } => runs.OrderBy(run => run.Name).ThenBy(run => run.Id),
        { By: "name" } => runs.OrderByDescending(run => run.Name).ThenBy(run => run.Id),
        { By: "state", IsDescending: false } => runs.OrderBy(run => run.Status).ThenByDescending(run => run.CreatedAt),
        { By: "state" } => runs.OrderByDescending(run => run.Status).ThenByDescending(run => run.CreatedAt),
        { By: "created", IsDescending: false } => runs.OrderBy(run => run.CreatedAt).ThenBy(run => run.Id),
        _ => runs.NewestFirst(),
    };

    private async Task<ExperimentRow> RowAsync(RunRow run, CancellationToken cancellationToken) => new()
    {
        Run = run,
        Outline = await memory.OutlineAsync(run.Id, () => OutlineAsync(run.Id, cancellationToken)),
        Headline = run.Status == RunStatus.Completed
            ? await memory.HeadlineAsync(run.Id, run.FinishedAt, () => Task.FromResult(HeadlineOf(run.Id)))
            : null,
        Loss = run.IsFinished
            ? await memory.LossAsync(run.Id, run.FinishedAt, () => LossAsync(run.Id, cancellationToken))
            : await LossAsync(run.Id, cancellationToken),
    };

    private async Task<ExperimentOutline> OutlineAsync(Guid runId, CancellationToken cancellationToken)
    {
        var text = await database.ReadAsync(
            db => db.Runs.Where(run => run.Id == runId).Select(run => run.ExperimentText)
                .FirstOrDefaultAsync(cancellationToken),
            cancellationToken);
        return OutlineReader.Read(text);
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

    /// <summary>The loss of the training that began last and has one.</summary>
    private async Task<IReadOnlyList<double?>> LossAsync(Guid runId, CancellationToken cancellationToken)
    {
        var trainings = await database.ReadAsync(
            db => db.RunMembers.Where(member => member.RunId == runId)
                .Join(db.Steps, member => member.StepKey, step => step.Key, (member, step) => new { member, step })
                .Where(row => row.step.Host == StepHost.Trainer && row.step.AttemptCount > 0)
                .OrderByDescending(row => row.member.Position).Select(row => row.step.Key).Take(3)
                .ToListAsync(cancellationToken),
            cancellationToken);
        foreach (var key in trainings)
            if (LossCurve.Pick(await queries.MetricsAsync(key, cancellationToken)) is { Samples.Count: > 0 } loss)
                return LossCurve.Thin(loss, CurvePoints);
        return [];
    }
}
