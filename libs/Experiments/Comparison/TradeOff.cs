using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>A system's place between helpfulness and harmlessness.</summary>
public sealed record TradeOffPoint
{
    public required string System { get; init; }

    public required MeanInterval Helpfulness { get; init; }

    public required MeanInterval Harmlessness { get; init; }

    /// <summary>No other point is at least as good in both means and better in one.</summary>
    public required bool IsOnFront { get; init; }
}

/// <summary>Helpfulness against harmlessness, of one run's report or of several runs' together.</summary>
public static class TradeOff
{
    /// <summary>Intervals over the seeds; a seed that several runs have counts once, with its mean.</summary>
    /// <param name="rows">Systems come out in the order in which they appear here.</param>
    public static IReadOnlyList<TradeOffPoint> Of(IEnumerable<ReportRow> rows) =>
        OfGroups(rows.GroupBy(row => row.System, StringComparer.Ordinal));

    /// <summary>One point for each group, whose rows are of one system; several groups may be of the same.</summary>
    internal static IReadOnlyList<TradeOffPoint> OfGroups(IEnumerable<IEnumerable<ReportRow>> groups)
    {
        var points = groups.Select(PointOf).ToArray();
        return [.. points.Select(point => point with { IsOnFront = !points.Any(other => Dominates(other, point)) })];
    }

    private static TradeOffPoint PointOf(IEnumerable<ReportRow> rows) => new()
    {
        System = rows.First().System,
        Helpfulness = Measure.Helpfulness.OverSeeds(rows)!,
        Harmlessness = Measure.Harmlessness.OverSeeds(rows)!,
        IsOnFront = true,
    };

    private static bool Dominates(TradeOffPoint other, TradeOffPoint point)
    {
        var (help, harm) = (other.Helpfulness.Mean, other.Harmlessness.Mean);
        return help >= point.Helpfulness.Mean && harm >= point.Harmlessness.Mean
            && (help > point.Helpfulness.Mean || harm > point.Harmlessness.Mean);
    }
}
