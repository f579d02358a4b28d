using Microsoft.EntityFrameworkCore;

namespace WeakToStrong.Tracker.Data.Sqlite;

/// <summary>Writes points one by one: SQLite is in this process, and its transaction is the only one.</summary>
internal static class SqlitePoints
{
    public static async Task WriteAsync(TrackerContext db, IReadOnlyList<SeriesBatch> batches)
    {
        foreach (var batch in batches)
        {
            var series = await SeriesAsync(db, batch);
            var added = 0;
            foreach (var point in batch.Points)
                added += await WriteAsync(db, series.Id, point);
            await UpdateAsync(db, series, batch, added);
        }
    }

    private static async Task<StepSeries> SeriesAsync(TrackerContext db, SeriesBatch batch)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO metric_series (step_key, name, point_count, first_at, last_at, is_hot)
            VALUES ({batch.StepKey}, {batch.Name}, 0, {batch.First.At}, {batch.First.At}, 1)
            ON CONFLICT (step_key, name) DO NOTHING
            """);
        return await db.StepSeries.AsNoTracking()
            .SingleAsync(series => series.StepKey == batch.StepKey && series.Name == batch.Name);
    }

    private static async Task<int> WriteAsync(TrackerContext db, long seriesId, PointValue point)
    {
        var added = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO metric_points (series_id, at, value) VALUES ({seriesId}, {point.At}, {point.Value})
            ON CONFLICT (series_id, at) DO NOTHING
            """);
        if (added == 0)
            await db.SeriesPoints.Where(row => row.SeriesId == seriesId && row.At == point.At)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, point.Value));
        return added;
    }

    private static Task<int> UpdateAsync(TrackerContext db, StepSeries series, SeriesBatch batch, int added)
    {
        var last = batch.Last.At >= series.LastAt ? batch.Last : new PointValue(series.LastAt, series.Last);
        double?[] ends = [series.Min, series.Max, batch.Min, batch.Max];
        return db.StepSeries.Where(row => row.Id == series.Id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.PointCount, series.PointCount + added)
            .SetProperty(row => row.FirstAt, Math.Min(series.FirstAt, batch.First.At))
            .SetProperty(row => row.LastAt, last.At)
            .SetProperty(row => row.Last, last.Value)
            .SetProperty(row => row.Min, ends.Min())
            .SetProperty(row => row.Max, ends.Max())
            .SetProperty(row => row.IsHot, true));
    }
}
