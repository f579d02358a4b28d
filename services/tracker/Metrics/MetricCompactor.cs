using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Metrics;

/// <summary>
/// Packs the points of steps that have ended, each series into one row. A point that comes late becomes a row again,
/// which is read with the packed ones and packed with them the next time; packing twice changes nothing.
/// </summary>
public sealed class MetricCompactor(TrackerDatabase database)
{
    private const int StepsAtOnce = 100;

    // So much is held in memory at once, unless a single series has more.
    private const long PointsAtOnce = 100_000;

    /// <summary>Packs what there is to pack, and returns the number of series.</summary>
    public async Task<int> CompactAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (await EndedStepsAsync(cancellationToken) is { Count: > 0 } keys)
            foreach (var key in keys)
                count += await CompactAsync(key, cancellationToken);
        return count;
    }

    private Task<List<string>> EndedStepsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            db => db.StepSeries
                .Where(series => series.IsHot)
                .Where(series => db.Steps.Any(step => step.Key == series.StepKey
                    && (step.Status == StepStatus.Completed
                        || step.Status == StepStatus.Failed
                        || step.Status == StepStatus.Cancelled)))
                .Select(series => series.StepKey).Distinct().Order().Take(StepsAtOnce).ToListAsync(cancellationToken),
            cancellationToken);

    private async Task<int> CompactAsync(string stepKey, CancellationToken cancellationToken)
    {
        var count = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var packed = await database.WriteAsync(db => PackAsync(db, stepKey, cancellationToken), cancellationToken);
            if (packed == 0)
                return count;
            count += packed;
        }
    }

    // Whoever writes points of these series holds them first, and so does this: no point comes between reading and
    // removing.
    private static async Task<int> PackAsync(TrackerContext db, string stepKey, CancellationToken cancellationToken)
    {
        var series = Portion(await db.Engine.LockHotSeriesAsync(db, stepKey));
        var ids = series.Select(row => row.Id).ToList();
        var points = await SeriesPoints.ReadAsync(db, ids, cancellationToken);
        await db.SeriesPacks.Where(pack => ids.Contains(pack.SeriesId)).ExecuteDeleteAsync(cancellationToken);
        foreach (var row in series)
        {
            db.SeriesPacks.Add(new SeriesPack { SeriesId = row.Id, Points = PointPack.Write(points[row.Id]) });
            db.Entry(row).CurrentValues.SetValues(Settled(row, points[row.Id]));
        }
        await db.SaveChangesAsync(cancellationToken);
        await db.SeriesPoints.Where(point => ids.Contains(point.SeriesId)).ExecuteDeleteAsync(cancellationToken);
        return series.Count;
    }

    private static List<StepSeries> Portion(List<StepSeries> series)
    {
        var sum = 0L;
        return [.. series.TakeWhile((row, index) => (sum += row.PointCount) <= PointsAtOnce || index == 0)];
    }

    private static StepSeries Settled(StepSeries series, IReadOnlyList<PointValue> points) => new()
    {
        Id = series.Id,
        StepKey = series.StepKey,
        Name = series.Name,
        PointCount = points.Count,
        FirstAt = points[0].At,
        LastAt = points[^1].At,
        Last = points[^1].Value,
        Min = points.Min(point => point.Value),
        Max = points.Max(point => point.Value),
        IsHot = false,
    };
}
