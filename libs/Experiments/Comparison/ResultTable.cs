using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>One measure of one system in one run.</summary>
/// <param name="Value">Over the run's seeds; null where the run has no such system or value.</param>
/// <param name="Delta">To the same system of the baseline; null for the baseline itself, and without one.</param>
public sealed record ResultCell(MeanInterval? Value, BaselineDelta? Delta);

/// <summary>One measure of one system in every run.</summary>
public sealed record ResultLine(string System, Measure Measure, IReadOnlyList<ResultCell> Cells);

/// <summary>Results of several runs side by side, with their differences to a pinned one.</summary>
public static class ResultTable
{
    /// <summary>Systems in the order in which the runs have them; a line without any value is left out.</summary>
    /// <param name="runs">The rows of each run's report.</param>
    /// <param name="baseline">Place of the pinned run; null when none is.</param>
    public static IReadOnlyList<ResultLine> Of(IReadOnlyList<IReadOnlyList<ReportRow>> runs, int? baseline)
    {
        var systems = runs.SelectMany(rows => rows).Select(row => row.System).Distinct(StringComparer.Ordinal);
        return
        [
            .. from system in systems
               from measure in Measure.All
               let values = runs.Select(rows => measure.BySeed(rows, system)).ToArray()
               where values.Any(value => value.Count > 0)
               select new ResultLine(system, measure, [.. values.Select((_, i) => CellOf(values, i, baseline))]),
        ];
    }

    private static ResultCell CellOf(IReadOnlyDictionary<int, double>[] runs, int run, int? baseline)
    {
        var values = runs[run].OrderBy(entry => entry.Key).Select(entry => entry.Value).ToArray();
        return new ResultCell(
            values.Length == 0 ? null : MeanInterval.Of(values),
            baseline is { } pinned && pinned != run ? BaselineDelta.Of(runs[run], runs[pinned]) : null);
    }
}
