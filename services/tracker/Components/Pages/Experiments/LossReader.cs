using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>
/// Reads how the latest training of runs goes, for all runs of a page in a fixed number of queries. A curve is kept
/// until its series has grown by more than one of the curve's points: a long series is not read at every look.
/// </summary>
public sealed class LossReader(TrackerDatabase database) : IDisposable
{
    private const int CurvePoints = 48;
    private const int MaxKept = 2000;

    // The newest may have reported nothing yet.
    private const int LatestTrainings = 3;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxKept });

    /// <summary>Loss of the training that began last and has one, in few points; empty where none has.</summary>
    public Task<IReadOnlyDictionary<Guid, IReadOnlyList<double?>>> ReadAsync(
        Guid[] runIds, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var trainings = await TrainingsAsync(db, runIds, cancellationToken);
                var series = await LossesAsync(db, [.. trainings.SelectMany(keys => keys.Value)], cancellationToken);
                var chosen = trainings.ToDictionary(
                    run => run.Key, run => run.Value
                        .Select(key => LossSeries.Pick(series[key], each => each.Name)).OfType<StepSeries>()
                        .FirstOrDefault());
                var curves = await CurvesAsync(
                    db, [.. chosen.Values.OfType<StepSeries>().DistinctBy(each => each.Id)], cancellationToken);
                return (IReadOnlyDictionary<Guid, IReadOnlyList<double?>>)runIds.ToDictionary(
                    id => id, id => chosen.GetValueOrDefault(id) is { } loss ? curves[loss.Id] : []);
            },
            cancellationToken);

    public void Dispose() => _kept.Dispose();

    private async Task<Dictionary<long, IReadOnlyList<double?>>> CurvesAsync(
        TrackerContext db, StepSeries[] losses, CancellationToken cancellationToken)
    {
        var curves = new Dictionary<long, IReadOnlyList<double?>>();
        foreach (var loss in losses)
            if (_kept.TryGetValue(loss.Id, out KeptCurve? kept) && kept!.IsStill(loss.PointCount))
                curves.Add(loss.Id, kept.Curve);
        var grown = losses.Where(loss => !curves.ContainsKey(loss.Id)).ToArray();
        if (grown.Length == 0)
            return curves;
        var points = await SeriesPoints.ReadAsync(db, [.. grown.Select(loss => loss.Id)], cancellationToken);
        foreach (var loss in grown)
        {
            var curve = new KeptCurve(loss.PointCount, LossCurve.Thin(points[loss.Id], CurvePoints));
            curves.Add(loss.Id, _kept.Set(loss.Id, curve, new MemoryCacheEntryOptions { Size = 1 }).Curve);
        }
        return curves;
    }

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

    /// <param name="PointCount">Points of the series that it was made of.</param>
    /// <param name="Curve">Those in few.</param>
    private sealed record KeptCurve(long PointCount, IReadOnlyList<double?> Curve)
    {
        public bool IsStill(long count) =>
            count >= PointCount && (count - PointCount) * CurvePoints < PointCount;
    }
}
