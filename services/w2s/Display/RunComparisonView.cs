using Spectre.Console;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>
/// Several runs side by side: mean and interval of each, and the difference to the first. As many stand in a table as
/// the terminal has room for; the others follow in the next.
/// </summary>
internal static class RunComparisonView
{
    private const int LongestName = 24;

    public static void Write(IAnsiConsole console, RunComparison comparison)
    {
        var all = Enumerable.Range(0, comparison.Runs.Count).ToArray();
        while (all.Length > 0)
        {
            var (table, count) = Largest(comparison, all, console.Profile.Width);
            table.Write(console);
            all = all[count..];
        }
        console.WriteLine(Footnote(comparison), new Style(Color.Grey));
    }

    private static string Footnote(RunComparison comparison)
    {
        var hasIntervals = comparison.Metrics.Any(metric => metric.Values.Any(value => value?.Low is not null));
        return "scores × 100"
            + (hasIntervals ? ", [95 % interval over seeds]" : "")
            + (comparison.Runs.Count > 1 ? ", Δ: difference to the first run" : "");
    }

    /// <summary>The table of as many of the runs as fit, of at least one.</summary>
    private static (FittedTable Table, int Count) Largest(RunComparison comparison, int[] runs, int width) =>
        Enumerable.Range(0, runs.Length)
            .Select(fewer => (Table: TableOf(comparison, runs[..^fewer]), Count: runs.Length - fewer))
            .First(candidate => candidate.Count == 1 || candidate.Table.FitsIn(width));

    private static FittedTable TableOf(RunComparison comparison, int[] runs)
    {
        var table = new FittedTable([.. Columns(comparison.Runs, runs)]);
        string? system = null;
        foreach (var metric in comparison.Metrics)
        {
            table.AddRow([.. Cells(metric, runs, metric.System != system).Select(cell => new FittedCell(cell))]);
            system = metric.System;
        }
        return table;
    }

    private static IEnumerable<FittedColumn> Columns(IReadOnlyList<ComparedRun> all, int[] runs)
    {
        yield return FittedColumn.Name("System");
        yield return new FittedColumn("Measure");
        foreach (var i in runs)
        {
            yield return FittedColumn.Number($"{Shortened.Of(all[i].Name, LongestName)} {all[i].ShortId}");
            if (i > 0)
                yield return FittedColumn.Number("Δ");
        }
    }

    private static IEnumerable<string> Cells(ComparedMetric metric, int[] runs, bool isFirst)
    {
        yield return isFirst ? metric.System : "";
        yield return metric.Metric;
        foreach (var i in runs)
        {
            yield return Interval(metric, metric.Values[i]);
            if (i > 0)
                yield return Delta(metric, metric.Deltas[i]);
        }
    }

    private static string Interval(ComparedMetric metric, MeanInterval? value) =>
        value switch
        {
            null => "–",
            { Low: { } low, High: { } high } =>
                $"{Number(metric, value.Mean)} [{Number(metric, low)}, {Number(metric, high)}]",
            _ => Number(metric, value.Mean),
        };

    // As in the comparison of one run: scores × 100 with one decimal, the gap recovered with two.
    private static string Number(ComparedMetric metric, double value) =>
        metric.Metric != RunComparison.Pgr ? Format.Decimals(100 * value, 1) : Format.Decimals(value, 2);

    private static string Delta(ComparedMetric metric, double? value) => value switch
    {
        null => "–",
        >= 0 => "+" + Number(metric, value.Value),
        _ => Number(metric, value.Value),
    };
}
