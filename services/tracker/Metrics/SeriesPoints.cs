using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Metrics;

/// <summary>All points of series, wherever they are: those that are rows count before those that are packed.</summary>
internal static class SeriesPoints
{
    public static async Task<IReadOnlyDictionary<long, IReadOnlyList<PointValue>>> ReadAsync(
        TrackerContext db, IReadOnlyCollection<long> seriesIds, CancellationToken cancellationToken)
    {
        // Rows become packed, never the other way: what is gone from the rows by now is in the packs that are read
        // next.
        var rows = await db.SeriesPoints
            .Where(point => seriesIds.Contains(point.SeriesId))
            .OrderBy(point => point.SeriesId).ThenBy(point => point.At)
            .Select(point => new { point.SeriesId, point.At, point.Value }).ToListAsync(cancellationToken);
        var packed = await db.SeriesPacks.AsNoTracking()
            .Where(pack => seriesIds.Contains(pack.SeriesId))
            .ToDictionaryAsync(pack => pack.SeriesId, pack => pack.Points, cancellationToken);
        var hot = rows.ToLookup(row => row.SeriesId, row => new PointValue(row.At, row.Value));
        return seriesIds.ToDictionary(id => id, id => Merge(packed.GetValueOrDefault(id), [.. hot[id]]));
    }

    private static IReadOnlyList<PointValue> Merge(byte[]? packed, List<PointValue> hot)
    {
        if (packed is null)
            return hot;
        var earlier = PointPack.Read(packed);
        return hot.Count == 0 ? earlier : [.. hot.UnionBy(earlier, point => point.At).OrderBy(point => point.At)];
    }
}
