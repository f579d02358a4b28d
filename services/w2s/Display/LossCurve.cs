using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Display;

/// <summary>How the trainings of a run go.</summary>
internal static class LossCurve
{
    /// <summary>Key of a training step → its loss, of those that have one.</summary>
    /// <param name="view">The run.</param>
    /// <param name="metricsOf">The metrics of the step with a key.</param>
    public static async Task<IReadOnlyDictionary<string, MetricSeries>> OfAsync(
        RunView view, Func<string, Task<IReadOnlyList<MetricSeries>>> metricsOf)
    {
        var losses = new Dictionary<string, MetricSeries>(StringComparer.Ordinal);
        foreach (var step in view.Steps.Where(step => step.Host == StepHost.Trainer))
            if (LossSeries.Pick(await metricsOf(step.Key), series => series.Name) is { } loss)
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
