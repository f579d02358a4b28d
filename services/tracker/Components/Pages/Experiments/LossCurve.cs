using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>Which of a step's metrics says how its training goes, and that in few points.</summary>
internal static class LossCurve
{
    /// <summary>The series named loss, else the first whose name says so, else none.</summary>
    public static MetricSeries? Pick(IReadOnlyList<MetricSeries> series) =>
        series.FirstOrDefault(metric => metric.Name == "loss")
        ?? series.FirstOrDefault(metric => metric.Name.Contains("loss", StringComparison.Ordinal));

    /// <summary>Means of as many equal shares; null where a share has no finite value.</summary>
    public static IReadOnlyList<double?> Thin(MetricSeries series, int count)
    {
        var samples = series.Samples;
        var shares = Math.Min(count, samples.Count);
        return [.. Enumerable.Range(0, shares).Select(share => Mean(
            samples.Skip(share * samples.Count / shares)
                .Take(((share + 1) * samples.Count / shares) - (share * samples.Count / shares))))];
    }

    private static double? Mean(IEnumerable<MetricSample> samples)
    {
        var finite = samples.Select(sample => sample.Value).Where(double.IsFinite).ToArray();
        return finite.Length == 0 ? null : finite.Average();
    }
}
