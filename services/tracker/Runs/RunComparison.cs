using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Tracker.Runs;

/// <summary>A run with the summary of its report.</summary>
public sealed record ComparedRun(string ShortId, string Name, IReadOnlyList<SystemSummary> Summary);

/// <summary>One number of one system in every run; null where a run has no such system or value.</summary>
public sealed record ComparedMetric(
    string System, string Metric, IReadOnlyList<MeanInterval?> Values, IReadOnlyList<double?> Deltas);

/// <summary>Summaries of several runs, with differences of the means to the first run.</summary>
public sealed record RunComparison(IReadOnlyList<ComparedRun> Runs, IReadOnlyList<ComparedMetric> Metrics)
{
    /// <summary>The performance gap recovered; every other measure is a score from 0 to 1.</summary>
    public const string Pgr = "pgr";

    /// <summary>Systems in the order in which the runs, first to last, name them.</summary>
    public static RunComparison Of(IReadOnlyList<ComparedRun> runs)
    {
        var systems = runs.SelectMany(run => run.Summary).Select(summary => summary.System).Distinct();
        return new RunComparison(runs,
        [
            .. from system in systems
               from measure in Measure.All
               let values = runs.Select(run => Find(run, system) is { } found ? measure.Of(found) : null).ToArray()
               where values.Any(value => value is not null)
               select new ComparedMetric(system, measure.Name, values, DeltasOf(values)),
        ]);
    }

    private static SystemSummary? Find(ComparedRun run, string system) =>
        run.Summary.FirstOrDefault(summary => summary.System == system);

    private static double?[] DeltasOf(MeanInterval?[] values) =>
        [.. values.Select(value => value?.Mean - values[0]?.Mean)];
}
