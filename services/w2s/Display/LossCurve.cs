using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>Which of a step's metrics says how its training goes.</summary>
internal static class LossCurve
{
    /// <summary>The series named loss, else the first whose name says so, else none.</summary>
    public static MetricSeries? Pick(IReadOnlyList<MetricSeries> series) =>
        series.FirstOrDefault(metric => metric.Name == "loss")
        ?? series.FirstOrDefault(metric => metric.Name.Contains("loss", StringComparison.Ordinal));

    /// <summary>Key of a training step → its loss, of those that have one.</summary>
    /// <param name="view">The run.</param>
    /// <param name="metricsOf">The metrics of the step with a key.</param>
    public static async Task<IReadOnlyDictionary<string, MetricSeries>> OfAsync(
        RunView view, Func<string, Task<IReadOnlyList<MetricSeries>>> metricsOf)
    {
        var losses = new Dictionary<string, MetricSeries>(StringComparer.Ordinal);
        foreach (var step in view.Steps.Where(step => step.Host == StepHost.Trainer))
            if (Pick(await metricsOf(step.Key)) is { } loss)
                losses.Add(step.Key, loss);
        return losses;
    }

    public static string Draw(MetricSeries loss, int width)
    {
        var values = loss.Samples.Select(sample => sample.Value).ToArray();
        return values.Length == 0
            ? ""
            : $"{Sparkline.Of(values, width)} {Format.Metric(values[0])} → {Format.Metric(values[^1])}";
    }
}
