using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Curves;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>
/// One metric of all steps of the compared runs, in a handful of queries however many steps there are, and over the
/// axis that is asked for.
/// </summary>
public sealed class CurveReader(TrackerDatabase database)
{
    private const int MaxMetrics = 500;

    // Twice as much is held for a moment: the values, and what lays them over the axis.
    private const long MaxPoints = 3_000_000;

    public async Task<CurvesModel> ReadAsync(
        RunSet set, CompareQuery query, CompareDetail detail, CancellationToken cancellationToken)
    {
        var ids = set.Runs.Select(run => run.Title.Id).ToArray();
        var names = await database.ReadAsync(db => NamesAsync(db, ids, cancellationToken), cancellationToken);
        var metric = MetricOf(names, query.Metric);
        var found = metric is null
            ? []
            : await database.ReadAsync(db => SeriesAsync(db, ids, metric, cancellationToken), cancellationToken);
        var choice = StepsOf(found, query.StepNames);
        var shown = choice.Where(step => step.IsShown).Select(step => step.Name).ToHashSet(StringComparer.Ordinal);
        var chosen = found.Where(series => shown.Contains(series.Step))
            .OrderBy(series => Array.IndexOf(ids, series.RunId)).ThenBy(series => series.Position).ToArray();
        var read = await database.ReadAsync(
            db => CurvesAsync(db, set, chosen, query.Axis, cancellationToken), cancellationToken);
        return CurveLines.Of(set, query, detail, read) with { Metrics = names, Metric = metric, Steps = choice };
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(
        TrackerContext db, Guid[] runIds, CancellationToken cancellationToken)
    {
        var names = await db.RunMembers.Where(member => runIds.Contains(member.RunId))
            .Join(db.StepSeries, member => member.StepKey, series => series.StepKey, (member, series) => series.Name)
            .Distinct().Order().Take(MaxMetrics).ToListAsync(cancellationToken);
        return [.. names.Where(name => !AxisMetrics.IsAxis(name))];
    }

    private static string? MetricOf(IReadOnlyList<string> names, string? wanted) =>
        names.FirstOrDefault(name => name == wanted)
        ?? names.FirstOrDefault(name => name == "loss")
        ?? (names.Count > 0 ? names[0] : null);

    private static async Task<IReadOnlyList<FoundSeries>> SeriesAsync(
        TrackerContext db, Guid[] runIds, string metric, CancellationToken cancellationToken)
    {
        var rows = await db.RunMembers.Where(member => runIds.Contains(member.RunId))
            .Join(
                db.StepSeries.Where(series => series.Name == metric),
                member => member.StepKey, series => series.StepKey,
                (member, series) => new
                {
                    member.RunId, member.Name, member.Position, member.System, member.Method, series.StepKey,
                    series.Id, series.PointCount,
                })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new FoundSeries
        {
            RunId = row.RunId,
            StepKey = row.StepKey,
            Position = row.Position,
            Seed = SeedStep.Of(row.Name).Seed,
            Step = SeedStep.Of(row.Name).Step,
            System = row.System ?? SeedStep.Of(row.Name).Step,
            IsOfMethod = row.Method is not null,
            SeriesId = row.Id,
            PointCount = row.PointCount,
        })];
    }

    /// <summary>What is asked for; else the methods; else all there are.</summary>
    private static IReadOnlyList<StepChoice> StepsOf(IReadOnlyList<FoundSeries> found, IReadOnlyList<string> wanted)
    {
        var steps = found.GroupBy(series => series.Step, StringComparer.Ordinal)
            .OrderByDescending(step => step.Any(series => series.IsOfMethod))
            .ThenBy(step => step.Min(series => series.Position)).ToArray();
        var isWanted = steps.Any(step => wanted.Contains(step.Key));
        var hasMethods = steps.Any(step => step.Any(series => series.IsOfMethod));
        return [.. steps.Select(step => new StepChoice(
            step.Key,
            step.Select(series => series.StepKey).Distinct().Count(),
            isWanted ? wanted.Contains(step.Key) : !hasMethods || step.Any(series => series.IsOfMethod)))];
    }

    private static async Task<ReadCurves> CurvesAsync(
        TrackerContext db, RunSet set, IReadOnlyList<FoundSeries> chosen, CurveX axis,
        CancellationToken cancellationToken)
    {
        var room = MaxPoints;
        var within = chosen.TakeWhile(series => (room -= series.PointCount) >= 0).ToArray();
        var points = await SeriesPoints.ReadAsync(
            db, [.. within.Select(series => series.SeriesId).Distinct()], cancellationToken);
        var keys = within.Select(series => series.StepKey).Distinct().ToArray();
        var axes = await AxesAsync(db, keys, axis, cancellationToken);
        var places = set.Runs.Index().ToDictionary(entry => entry.Item.Title.Id, entry => entry.Index);
        var curves = within.Select(series => new MeasuredCurve
        {
            Run = places[series.RunId],
            Step = series.Step,
            System = series.System,
            Seed = series.Seed,
            StepKey = series.StepKey,
            Curve = CurveOf(points[series.SeriesId], axes?.GetValueOrDefault(series.StepKey), axes is null),
        }).ToArray();
        return new ReadCurves(
            [.. curves.Where(curve => curve.Curve.Points.Count > 0)],
            WithoutAxis: curves.Count(curve => curve.Curve.Points.Count == 0),
            LeftOut: chosen.Count - within.Length);
    }

    private static Curve CurveOf(IReadOnlyList<PointValue> points, CurveAxis? axis, bool isByStep)
    {
        var curve = Curve.Of(points.Select(point => new CurvePoint(point.At, point.Value ?? double.NaN)));
        return isByStep ? curve : axis is null ? Curve.Of([]) : curve.Over(axis);
    }

    /// <summary>By step; one of which the axis is not known is not there. Null: the axis is the steps' own.</summary>
    private static async Task<Dictionary<string, CurveAxis>?> AxesAsync(
        TrackerContext db, string[] keys, CurveX axis, CancellationToken cancellationToken)
    {
        if (axis == CurveX.Step)
            return null;
        var name = axis == CurveX.Tokens ? AxisMetrics.TokenCount : AxisMetrics.WallTime;
        var series = await db.StepSeries
            .Where(each => each.Name == name && keys.Contains(each.StepKey))
            .Select(each => new { each.Id, each.StepKey }).ToListAsync(cancellationToken);
        var points = await SeriesPoints.ReadAsync(db, [.. series.Select(each => each.Id)], cancellationToken);
        var clocks = axis == CurveX.Tokens ? null : await ClocksAsync(db, keys, cancellationToken);
        var measured = series.ToDictionary(
            each => each.StepKey,
            each => Measured(points[each.Id], axis, clocks?.GetValueOrDefault(each.StepKey)),
            StringComparer.Ordinal);
        return measured.Where(each => each.Value.Count > 0)
            .ToDictionary(each => each.Key, each => CurveAxis.Of(each.Value), StringComparer.Ordinal);
    }

    private static List<CurvePoint> Measured(
        IReadOnlyList<PointValue> points, CurveX axis, ExecutionClock? clock)
    {
        var measured = new List<CurvePoint>();
        foreach (var point in points)
            if (point.Value is { } value && At(value) is { } place)
                measured.Add(new CurvePoint(point.At, place));
        return measured;

        double? At(double value) => axis switch
        {
            CurveX.Wall => clock?.WallAt(value),
            CurveX.Device => clock?.DeviceAt(value),
            _ => value,
        };
    }

    private static async Task<Dictionary<string, ExecutionClock>> ClocksAsync(
        TrackerContext db, string[] keys, CancellationToken cancellationToken)
    {
        var attempts = await db.Attempts
            .Where(attempt => keys.Contains(attempt.StepKey) && attempt.StartedAt != null)
            .Select(attempt => new { attempt.StepKey, attempt.StartedAt, attempt.EndedAt })
            .ToListAsync(cancellationToken);
        return attempts.GroupBy(attempt => attempt.StepKey, StringComparer.Ordinal).ToDictionary(
            step => step.Key,
            step => ExecutionClock.Of(step.Select(attempt => new ExecutionSpan(
                Seconds(attempt.StartedAt!.Value), attempt.EndedAt is { } end ? Seconds(end) : null))),
            StringComparer.Ordinal);
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>The chosen metric of one step, as a member of one run.</summary>
    private sealed record FoundSeries
    {
        public required Guid RunId { get; init; }

        public required string StepKey { get; init; }

        public required int Position { get; init; }

        public required int? Seed { get; init; }

        public required string Step { get; init; }

        public required string System { get; init; }

        public required bool IsOfMethod { get; init; }

        public required long SeriesId { get; init; }

        public required long PointCount { get; init; }
    }
}

/// <summary>A curve and where it comes from.</summary>
public sealed record MeasuredCurve
{
    /// <summary>Place of the run.</summary>
    public required int Run { get; init; }

    /// <summary>The step's name without its seed.</summary>
    public required string Step { get; init; }

    public required string System { get; init; }

    public required int? Seed { get; init; }

    public required string StepKey { get; init; }

    public required Curve Curve { get; init; }
}

/// <summary>What was read of the curves that are asked for.</summary>
/// <param name="Curves">Over the axis.</param>
/// <param name="WithoutAxis">Curves of which it is not known where on the axis they are.</param>
/// <param name="LeftOut">Curves beyond the most points that are read.</param>
public sealed record ReadCurves(IReadOnlyList<MeasuredCurve> Curves, int WithoutAxis, int LeftOut);
