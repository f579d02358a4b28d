using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>A value that was measured on one seed at one place of the x axis.</summary>
public sealed record SeedValue(double X, int Seed, double Value);

/// <summary>Mean and interval over the seeds at one place of the x axis.</summary>
public sealed record BandPoint(double X, MeanInterval Value);

/// <summary>A run's options and the rows of its report.</summary>
public sealed record ResultRun(ExperimentOptions Options, IReadOnlyList<ReportRow> Rows);

/// <summary>
/// Mean and Student t interval over seeds for every x. Several values of one seed at one x (runs that differ in
/// another option, or the same run twice) count as one, their mean: only seeds are replications, and counting a seed
/// twice would make the interval narrower than what was learnt.
/// </summary>
public static class SeedBand
{
    /// <summary>By x, ascending. Values that are not finite are left out.</summary>
    public static IReadOnlyList<BandPoint> Of(
        IEnumerable<SeedValue> values, double level = MeanInterval.DefaultLevel) =>
        [
            .. values.Where(value => double.IsFinite(value.X) && double.IsFinite(value.Value))
                .GroupBy(value => value.X)
                .OrderBy(place => place.Key)
                .Select(place => new BandPoint(place.Key, MeanInterval.Of(SeedMeans(place), level))),
        ];

    /// <summary>What a measure of a system does as one numeric option changes from run to run.</summary>
    /// <param name="runs">Those without the option, or without a number there, are left out.</param>
    /// <param name="path">The option on the x axis, in full: <c>methods.dpo.beta</c>.</param>
    /// <param name="system">Whose rows.</param>
    /// <param name="measure">The y axis.</param>
    public static IReadOnlyList<BandPoint> OverOption(
        IEnumerable<ResultRun> runs, string path, string system, Measure measure) =>
        Of(from run in runs
           let x = run.Options.All.FirstOrDefault(option => option.Path == path)?.Number
           where x is not null
           from value in measure.BySeed(run.Rows, system)
           select new SeedValue(x.Value, value.Key, value.Value));

    private static double[] SeedMeans(IEnumerable<SeedValue> values) =>
        [
            .. values.GroupBy(value => value.Seed)
                .OrderBy(seed => seed.Key)
                .Select(seed => seed.Select(value => value.Value).Order().Average()),
        ];
}
