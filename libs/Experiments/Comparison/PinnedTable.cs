using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>A system of one of several compared runs, which is named by its place among them.</summary>
public readonly record struct SystemOfRun(int Run, string System);

/// <summary>One measure of a system of a run.</summary>
/// <param name="Measure">Which one.</param>
/// <param name="Value">Over the run's seeds; null where it has none.</param>
/// <param name="Delta">To the pinned system; null for itself, and without one.</param>
public sealed record PinnedCell(Measure Measure, MeanInterval? Value, BaselineDelta? Delta);

/// <summary>One system of one run with every measure.</summary>
/// <param name="Of">Which one.</param>
/// <param name="SeedCount">Seeds on which it was evaluated.</param>
/// <param name="Cells">In the order of <see cref="Measure.All"/>.</param>
public sealed record PinnedRow(SystemOfRun Of, int SeedCount, IReadOnlyList<PinnedCell> Cells);

/// <summary>
/// Every system of every run under one another, each with its difference to one of them: methods of a run among
/// themselves, or one method over runs.
/// </summary>
public static class PinnedTable
{
    /// <summary>Run by run, systems in the order in which the run has them.</summary>
    /// <param name="runs">The rows of each run's report; none where there is no report.</param>
    /// <param name="baseline">The pinned system; one that no run has is none.</param>
    public static IReadOnlyList<PinnedRow> Of(IReadOnlyList<IReadOnlyList<ReportRow>> runs, SystemOfRun? baseline)
    {
        var pinned = baseline is { } wanted && wanted.Run >= 0 && wanted.Run < runs.Count
            && runs[wanted.Run].Any(row => row.System == wanted.System) ? baseline : null;
        return
        [
            .. from run in Enumerable.Range(0, runs.Count)
               from system in runs[run].Select(row => row.System).Distinct(StringComparer.Ordinal)
               select RowOf(new SystemOfRun(run, system), runs, pinned),
        ];
    }

    private static PinnedRow RowOf(
        SystemOfRun system, IReadOnlyList<IReadOnlyList<ReportRow>> runs, SystemOfRun? baseline) =>
        new(
            system,
            RowsOf(system, runs).Select(row => row.Seed).Distinct().Count(),
            [.. Measure.All.Select(measure => CellOf(measure, system, runs, baseline))]);

    private static PinnedCell CellOf(
        Measure measure, SystemOfRun system, IReadOnlyList<IReadOnlyList<ReportRow>> runs, SystemOfRun? baseline)
    {
        var rows = RowsOf(system, runs);
        var delta = baseline is { } pinned && pinned != system
            ? BaselineDelta.Of(measure.BySeed(rows), measure.BySeed(RowsOf(pinned, runs)))
            : null;
        return new PinnedCell(measure, measure.OverSeeds(rows), delta);
    }

    private static IEnumerable<ReportRow> RowsOf(SystemOfRun system, IReadOnlyList<IReadOnlyList<ReportRow>> runs) =>
        runs[system.Run].Where(row => row.System == system.System);
}
