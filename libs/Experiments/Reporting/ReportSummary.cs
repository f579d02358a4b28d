using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Reporting;

/// <summary>What the rows say over seeds.</summary>
internal static class ReportSummary
{
    public static SystemSummary Of(string system, IReadOnlyList<ReportRow> rows)
    {
        var own = RowsOf(system, rows);
        var recovered = own.Where(row => row.Pgr is not null).Select(row => row.Pgr!.Value).ToArray();
        return new SystemSummary
        {
            System = system,
            Quality = MeanInterval.Of([.. own.Select(row => row.Quality)]),
            Helpfulness = MeanInterval.Of([.. own.Select(row => row.Helpfulness)]),
            Harmlessness = MeanInterval.Of([.. own.Select(row => row.Harmlessness)]),
            Pgr = recovered.Length == 0 ? null : MeanInterval.Of(recovered),
            MeanGainOverMeanGap = GainOverGap(own, rows),
        };
    }

    /// <summary>
    /// The questions an experiment is run for: is the supervisor better than the base, is there a gap, what does each
    /// method gain over both.
    /// </summary>
    public static IEnumerable<(string System, string Minus)> Pairs(IReadOnlyList<string> systems)
    {
        var methods = systems.Where(SystemNames.IsMethod);
        (string System, string Minus)[] wanted =
        [
            (SystemNames.Supervisor, SystemNames.Base),
            (SystemNames.Ceiling, SystemNames.Supervisor),
            .. methods.SelectMany(method => new[] { (method, SystemNames.Base), (method, SystemNames.Supervisor) }),
        ];
        return wanted.Where(pair => systems.Contains(pair.System) && systems.Contains(pair.Minus));
    }

    public static SystemDifference Difference((string System, string Minus) pair, IReadOnlyList<ReportRow> rows)
    {
        var left = RowsOf(pair.System, rows);
        var right = RowsOf(pair.Minus, rows);
        return new SystemDifference
        {
            System = pair.System,
            Minus = pair.Minus,
            Quality = PairedDifference.Of([.. left.Select(row => row.Quality)], [.. right.Select(row => row.Quality)]),
            Helpfulness = PairedDifference.Of(
                [.. left.Select(row => row.Helpfulness)], [.. right.Select(row => row.Helpfulness)]),
            Harmlessness = PairedDifference.Of(
                [.. left.Select(row => row.Harmlessness)], [.. right.Select(row => row.Harmlessness)]),
        };
    }

    /// <summary>In the order of seeds, so that two systems' rows stand in pairs.</summary>
    private static ReportRow[] RowsOf(string system, IReadOnlyList<ReportRow> rows) =>
        [.. rows.Where(row => row.System == system).OrderBy(row => row.Seed)];

    private static double? GainOverGap(ReportRow[] own, IReadOnlyList<ReportRow> rows)
    {
        var supervisor = RowsOf(SystemNames.Supervisor, rows);
        var ceiling = RowsOf(SystemNames.Ceiling, rows);
        if (supervisor.Length == 0 || ceiling.Length == 0)
            return null;
        var (low, high) = (supervisor.Average(row => row.Quality), ceiling.Average(row => row.Quality));
        return high < low ? null : PerformanceGap.Recovered(own.Average(row => row.Quality), low, high);
    }
}
