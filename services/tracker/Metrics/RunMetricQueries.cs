using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Metrics;

/// <summary>A metric of one of a run's steps, without its points.</summary>
public sealed record RunSeries(long Id, string StepKey, string StepName, SeriesSummary Summary);

/// <summary>What people ask about the metrics of all steps of a run at once.</summary>
public sealed class RunMetricQueries(TrackerDatabase database)
{
    /// <summary>In the order of the plan, then by name.</summary>
    public Task<IReadOnlyList<RunSeries>> SummariesAsync(Guid runId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RunSeries>>(
            async db =>
            {
                var rows = await db.RunMembers.Where(member => member.RunId == runId)
                    .Join(
                        db.StepSeries, member => member.StepKey, series => series.StepKey,
                        (member, series) => new { member.Position, member.Name, series })
                    .OrderBy(row => row.Position).ThenBy(row => row.series.Name)
                    .AsNoTracking().ToListAsync(cancellationToken);
                return
                [
                    .. rows.Select(row => new RunSeries(
                        row.series.Id, row.series.StepKey, row.Name, SeriesSummary.Of(row.series))),
                ];
            },
            cancellationToken);

    /// <summary>The points of some series; ask for few at a time, as each may be long.</summary>
    public Task<IReadOnlyDictionary<long, IReadOnlyList<PointValue>>> PointsAsync(
        IReadOnlyCollection<long> seriesIds, CancellationToken cancellationToken) =>
        database.ReadAsync(db => SeriesPoints.ReadAsync(db, seriesIds, cancellationToken), cancellationToken);
}
