using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Which of a step's metrics says how its training goes.</summary>
internal static class LossCurve
{
    /// <summary>The series named loss, else the first whose name says so, else none.</summary>
    public static MetricSeries? Pick(IReadOnlyList<MetricSeries> series) =>
        series.FirstOrDefault(metric => metric.Name == "loss")
        ?? series.FirstOrDefault(metric => metric.Name.Contains("loss", StringComparison.Ordinal));

    public static string Draw(MetricSeries loss, int width)
    {
        var values = loss.Samples.Select(sample => sample.Value).ToArray();
        return values.Length == 0
            ? ""
            : $"{Sparkline.Of(values, width)} {Format.Metric(values[0])} → {Format.Metric(values[^1])}";
    }
}
