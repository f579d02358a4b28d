using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>Reads how the latest training of runs goes, for all runs of a page in three queries.</summary>
public sealed class LossReader(TrackerDatabase database)
{
    private const int CurvePoints = 48;

    // The newest may have reported nothing yet.
    private const int LatestTrainings = 3;

    /// <summary>Loss of the training that began last and has one, in few points; empty where none has.</summary>
    public Task<IReadOnlyDictionary<Guid, IReadOnlyList<double?>>> ReadAsync(
        Guid[] runIds, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var trainings = await TrainingsAsync(db, runIds, cancellationToken);
                var series = await LossesAsync(db, [.. trainings.SelectMany(keys => keys.Value)], cancellationToken);
                var chosen = trainings.ToDictionary(
                    run => run.Key, run => run.Value.Select(key => LossCurve.Pick(series[key])).OfType<StepSeries>()
                        .FirstOrDefault());
                var points = await SeriesPoints.ReadAsync(
                    db, [.. chosen.Values.OfType<StepSeries>().Select(each => each.Id).Distinct()], cancellationToken);
                return (IReadOnlyDictionary<Guid, IReadOnlyList<double?>>)runIds.ToDictionary(
                    id => id, id => chosen.GetValueOrDefault(id) is { } loss
                        ? LossCurve.Thin(points[loss.Id], CurvePoints)
                        : []);
            },
            cancellationToken);

    private static async Task<Dictionary<Guid, string[]>> TrainingsAsync(
        TrackerContext db, Guid[] runIds, CancellationToken cancellationToken)
    {
        var rows = await db.RunMembers.Where(member => runIds.Contains(member.RunId))
            .Join(
                db.Steps.Where(step => step.Host == StepHost.Trainer && step.AttemptCount > 0),
                member => member.StepKey, step => step.Key,
                (member, _) => new { member.RunId, member.Position, member.StepKey })
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.RunId).ToDictionary(
            run => run.Key,
            run => run.OrderByDescending(row => row.Position).Take(LatestTrainings).Select(row => row.StepKey)
                .ToArray());
    }

    private static async Task<ILookup<string, StepSeries>> LossesAsync(
        TrackerContext db, string[] stepKeys, CancellationToken cancellationToken)
    {
        var series = await db.StepSeries.AsNoTracking()
            .Where(each => stepKeys.Contains(each.StepKey) && each.Name.Contains("loss"))
            .ToListAsync(cancellationToken);
        return series.OrderBy(each => each.Name, StringComparer.Ordinal)
            .ToLookup(each => each.StepKey, StringComparer.Ordinal);
    }
}
