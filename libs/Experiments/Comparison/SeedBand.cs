using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Comparison;

/// <summary>A value that was measured on one seed at one place of the x axis.</summary>
public sealed record SeedValue(double X, int Seed, double Value);

/// <summary>Mean and interval over the seeds at one place of the x axis.</summary>
public sealed record BandPoint(double X, MeanInterval Value);

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

    private static double[] SeedMeans(IEnumerable<SeedValue> values) =>
        [
            .. values.GroupBy(value => value.Seed)
                .OrderBy(seed => seed.Key)
                .Select(seed => seed.Select(value => value.Value).Order().Average()),
        ];
}
