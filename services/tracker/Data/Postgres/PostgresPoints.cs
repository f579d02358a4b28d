using Microsoft.EntityFrameworkCore;

namespace WeakToStrong.Tracker.Data.Postgres;

/// <summary>
/// Writes any number of points in three statements. The points travel as arrays, in binary: measured, that is as fast
/// as COPY into a temporary table, and needs neither the table nor a connection of its own.
/// </summary>
internal static class PostgresPoints
{
    public static async Task WriteAsync(TrackerContext db, IReadOnlyList<SeriesBatch> batches)
    {
        if (batches.Count == 0)
            return;
        await AddSeriesAsync(db, batches);
        await WritePointsAsync(db, batches, await LockSeriesAsync(db, batches));
    }

    private static async Task AddSeriesAsync(TrackerContext db, IReadOnlyList<SeriesBatch> batches)
    {
        var keys = batches.Select(batch => batch.StepKey).ToArray();
        var names = batches.Select(batch => batch.Name).ToArray();
        var firsts = batches.Select(batch => batch.First.At).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO metric_series (step_key, name, point_count, first_at, last_at, is_hot)
            SELECT step_key, name, 0, at, at, true
            FROM unnest({keys}, {names}, {firsts}) AS batch (step_key, name, at)
            WHERE NOT EXISTS (
                SELECT 1 FROM metric_series AS known
                WHERE known.step_key = batch.step_key AND known.name = batch.name)
            ON CONFLICT (step_key, name) DO NOTHING
            """);
    }

    // In the order of the ids, as everybody does who locks several.
    private static async Task<Dictionary<(string StepKey, string Name), long>> LockSeriesAsync(
        TrackerContext db, IReadOnlyList<SeriesBatch> batches)
    {
        var keys = batches.Select(batch => batch.StepKey).ToArray();
        var names = batches.Select(batch => batch.Name).ToArray();
        var rows = await db.Database.SqlQuery<SeriesId>(
            $"""
            SELECT series.id AS "Id", series.step_key AS "StepKey", series.name AS "Name"
            FROM metric_series AS series
            JOIN unnest({keys}, {names}) AS batch (step_key, name)
                ON series.step_key = batch.step_key AND series.name = batch.name
            ORDER BY series.id FOR NO KEY UPDATE OF series
            """).ToListAsync();
        return rows.ToDictionary(row => (row.StepKey, row.Name), row => row.Id);
    }

    /// <summary>
    /// A row that the statement has inserted, not updated, has no transaction that removed an earlier one.
    /// </summary>
    private static async Task WritePointsAsync(
        TrackerContext db,
        IReadOnlyList<SeriesBatch> batches,
        Dictionary<(string StepKey, string Name), long> seriesIds)
    {
        var ids = batches
            .SelectMany(batch => Enumerable.Repeat(seriesIds[(batch.StepKey, batch.Name)], batch.Points.Count))
            .ToArray();
        var ats = batches.SelectMany(batch => batch.Points).Select(point => point.At).ToArray();
        var values = batches.SelectMany(batch => batch.Points).Select(point => point.Value).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH written AS (
                INSERT INTO metric_points (series_id, at, value)
                SELECT * FROM unnest({ids}, {ats}, {values})
                ON CONFLICT (series_id, at) DO UPDATE SET value = excluded.value
                RETURNING series_id, at, value, xmax = 0 AS is_new),
            batch AS (
                SELECT series_id, count(*) FILTER (WHERE is_new) AS added, min(at) AS first_at, max(at) AS last_at,
                    (array_agg(value ORDER BY at DESC))[1] AS last, min(value) AS min, max(value) AS max
                FROM written GROUP BY series_id)
            UPDATE metric_series AS series SET
                point_count = series.point_count + batch.added,
                first_at = least(series.first_at, batch.first_at),
                last_at = greatest(series.last_at, batch.last_at),
                last = CASE WHEN batch.last_at >= series.last_at THEN batch.last ELSE series.last END,
                min = least(series.min, batch.min),
                max = greatest(series.max, batch.max),
                is_hot = true
            FROM batch WHERE series.id = batch.series_id
            """);
    }

    private sealed record SeriesId(long Id, string StepKey, string Name);
}
