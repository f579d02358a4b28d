using Spectre.Console;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Several runs side by side: mean and interval of each, and the difference to the first.</summary>
internal static class RunComparisonView
{
    public static void Write(IAnsiConsole console, RunComparison comparison)
    {
        var table = Tables.Make([.. Headers(comparison.Runs)]);
        foreach (var column in table.Columns.Skip(2))
            column.RightAligned();
        string? system = null;
        foreach (var metric in comparison.Metrics)
        {
            table.AddRow([.. Cells(metric, isFirst: metric.System != system).Select(cell => new Text(cell))]);
            system = metric.System;
        }
        console.Write(table);
    }

    private static IEnumerable<string> Headers(IReadOnlyList<ComparedRun> runs)
    {
        string[] fixedHeaders = ["System", "Measure"];
        return fixedHeaders.Concat(runs.SelectMany((run, index) =>
            index == 0 ? [$"{run.Name} {run.ShortId}"] : new[] { $"{run.Name} {run.ShortId}", "Δ" }));
    }

    private static IEnumerable<string> Cells(ComparedMetric metric, bool isFirst)
    {
        yield return isFirst ? metric.System : "";
        yield return metric.Metric;
        for (var i = 0; i < metric.Values.Count; i++)
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
