using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>Where a system stands: of one run, or of several together.</summary>
public sealed record Standing
{
    /// <summary>Place of the run; null when runs are taken together.</summary>
    public required int? Run { get; init; }

    public required string System { get; init; }

    /// <summary>Runs that have it.</summary>
    public required int RunCount { get; init; }

    public required MeanInterval Quality { get; init; }

    public required TradeOffPoint TradeOff { get; init; }

    /// <summary>Null where no seed has a gap to recover.</summary>
    public required MeanInterval? Pgr { get; init; }
}

/// <summary>Every system of compared runs, with intervals over seeds.</summary>
public static class Standings
{
    /// <summary>Each run's systems by themselves, run by run.</summary>
    /// <param name="runs">The rows of each run's report; none where there is no report.</param>
    public static IReadOnlyList<Standing> OfEach(IReadOnlyList<IReadOnlyList<ReportRow>> runs) =>
        Of([.. runs.SelectMany((rows, run) => rows.Select(row => (Run: (int?)run, Row: row)))], runs);

    /// <summary>
    /// A system of all runs together. A seed that several runs have counts once, with its mean: what else they differ
    /// in is no replication.
    /// </summary>
    /// <inheritdoc cref="OfEach"/>
    public static IReadOnlyList<Standing> OfAll(IReadOnlyList<IReadOnlyList<ReportRow>> runs) =>
        Of([.. runs.SelectMany(rows => rows.Select(row => (Run: (int?)null, Row: row)))], runs);

    private static IReadOnlyList<Standing> Of(
        IReadOnlyList<(int? Run, ReportRow Row)> rows, IReadOnlyList<IReadOnlyList<ReportRow>> runs)
    {
        var groups = rows.GroupBy(entry => (entry.Run, entry.Row.System), entry => entry.Row).ToArray();
        return
        [
            .. groups.Zip(TradeOff.OfGroups(groups), (group, tradeOff) => new Standing
            {
                Run = group.Key.Run,
                System = group.Key.System,
                RunCount = runs.Count(run => run.Any(row => row.System == group.Key.System)),
                Quality = Measure.Quality.OverSeeds(group)!,
                TradeOff = tradeOff,
                Pgr = Measure.Pgr.OverSeeds(group),
            }),
        ];
    }
}
