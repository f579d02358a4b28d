using WeakToStrong.Experiments.Steps;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Pages.Experiments;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiment;

/// <summary>Reads the curves of a run: what has grown is read again, everything else is remembered.</summary>
public sealed class CurvesReader(RunMetricQueries metrics, CurveMemory memory)
{
    public const int MaxCharts = 24;
    public const int MaxChartsOfAll = 200;
    public const int MaxLines = 40;

    private const int PointsAtOnce = 500_000;

    private static readonly string[] Foremost = ["loss", "objective/", "rewards/", "reward", "kl", "accuracy"];
    private static readonly string[] Hindmost = ["learning_rate", "grad_norm", "epoch"];

    /// <param name="asked">Which.</param>
    /// <param name="methods">Of the run.</param>
    /// <param name="zooms">By the ids of charts, the parts that are looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CurvesView> ReadAsync(
        CurvesAsked asked,
        IReadOnlyList<MethodOutline> methods,
        IReadOnlyDictionary<string, AxisRange> zooms,
        CancellationToken cancellationToken)
    {
        var series = (await metrics.SummariesAsync(asked.RunId, cancellationToken))
            .Where(entry => !AxisMetrics.IsAxis(entry.Summary.Name)).ToArray();
        var seeds = series.Select(SeedOf).OfType<int>().Distinct().Order().ToList();
        var fitting = series.Select(entry => CurveLine.Of(entry, methods) with { SeedPlace = PlaceOf(entry) })
            .Where(line => asked.Part == CurvePart.All || line.Part == asked.Part)
            .Where(line => line.Series.Summary.Name.Contains(asked.Filter, StringComparison.OrdinalIgnoreCase))
            .GroupBy(line => (line.Part, line.Series.Summary.Name))
            .OrderBy(chart => chart.Key.Part).ThenBy(chart => Rank(chart.Key.Name))
            .ThenBy(chart => chart.Key.Name, StringComparer.Ordinal).ToArray();
        var shown = fitting.Take(asked.IsWhole ? MaxChartsOfAll : MaxCharts)
            .Select(chart => ChartOf(chart.Key.Name, chart.Key.Part, [.. chart], asked.Smoothing, zooms)).ToArray();
        await DrawAsync([.. shown.SelectMany(chart => chart.Lines)], cancellationToken);
        return new CurvesView
        {
            Charts = [.. shown.Select(chart => chart.Drawn())],
            MoreCount = fitting.Length - shown.Length,
            MetricCount = series.Select(entry => entry.Summary.Name).Distinct(StringComparer.Ordinal).Count(),
        };

        int PlaceOf(RunSeries entry) => SeedOf(entry) is { } seed ? seeds.IndexOf(seed) : 0;
    }

    private static int? SeedOf(RunSeries series) => SeedStep.Of(series.StepName).Seed;

    private static int Rank(string metric)
    {
        var foremost = Array.FindIndex(Foremost, part => metric.Contains(part, StringComparison.OrdinalIgnoreCase));
        var hindmost = Array.FindIndex(Hindmost, part => metric.Contains(part, StringComparison.OrdinalIgnoreCase));
        return hindmost >= 0 ? Foremost.Length + 1 + hindmost : foremost >= 0 ? foremost : Foremost.Length;
    }

    private static WantedChart ChartOf(
        string metric,
        CurvePart part,
        CurveLine[] lines,
        double smoothing,
        IReadOnlyDictionary<string, AxisRange> zooms)
    {
        var extent = new AxisRange(
            lines.Min(line => line.Series.Summary.FirstAt), lines.Max(line => line.Series.Summary.LastAt));
        var chart = new CurveChart
        {
            Metric = metric, Part = part, Lines = [], MoreLines = Math.Max(0, lines.Length - MaxLines), Extent = extent,
        };
        // Longer only now and then, so that a growing curve does not smooth all the others anew.
        var length = Math.Pow(2, Math.Ceiling(Math.Log2(Math.Max(1, extent.Max - extent.Min))));
        var range = zooms.GetValueOrDefault(chart.Id);
        return new WantedChart(
            chart, [.. lines.Take(MaxLines).Select(line => new WantedLine(line, range, smoothing, length))]);
    }

    private async Task DrawAsync(WantedLine[] lines, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
            line.Drawn = memory.Find(line.Key);
        foreach (var few in InParts(lines.Where(line => line.Drawn is null)))
        {
            var points = await metrics.PointsAsync([.. few.Select(line => line.Line.Series.Id)], cancellationToken);
            foreach (var line in few)
                line.Drawn = memory.Keep(line.Key, line.Draw(points[line.Line.Series.Id]));
        }
    }

    private static IEnumerable<List<WantedLine>> InParts(IEnumerable<WantedLine> lines)
    {
        var part = new List<WantedLine>();
        var points = 0L;
        foreach (var line in lines)
        {
            part.Add(line);
            points += line.Line.Series.Summary.Count;
            if (points < PointsAtOnce)
                continue;
            yield return part;
            (part, points) = ([], 0);
        }
        if (part.Count > 0)
            yield return part;
    }

    private sealed record WantedChart(CurveChart Chart, IReadOnlyList<WantedLine> Lines)
    {
        public CurveChart Drawn() => Chart with { Lines = [.. Lines.Select(line => line.Drawn!)] };
    }

    private sealed class WantedLine(CurveLine line, AxisRange? range, double smoothing, double length)
    {
        public CurveLine Line => line;

        public LineSeries? Drawn { get; set; }

        public object Key => (
            line.Series.Id, line.Series.Summary.Count, line.Series.Summary.LastAt, line.Series.Summary.Last,
            line.SeedPlace, range, smoothing, smoothing > 0 ? length : 0);

        public LineSeries Draw(IReadOnlyList<PointValue> points) => line.Draw(points, range, smoothing, length);
    }
}
