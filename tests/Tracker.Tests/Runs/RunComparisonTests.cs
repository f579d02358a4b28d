using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class RunComparisonTests
{
    [Fact]
    public void Of_TwoRuns_TakesDifferencesToTheFirst()
    {
        var comparison = RunComparison.Of([Run("a", Summary("sft", 0.5)), Run("b", Summary("sft", 0.75))]);

        var quality = comparison.Metrics[0];
        Assert.Equal(("sft", "quality"), (quality.System, quality.Metric));
        Assert.Equal([0.0, 0.25], quality.Deltas);
    }

    [Fact]
    public void Of_ASystemThatOnlyOneRunHas_HasNoDifference()
    {
        var comparison = RunComparison.Of(
            [Run("a", Summary("sft", 0.5)), Run("b", Summary("sft", 0.5), Summary("dpo", 0.9))]);

        var quality = comparison.Metrics.Single(metric => metric is { System: "dpo", Metric: "quality" });
        Assert.Null(quality.Values[0]);
        Assert.Null(quality.Deltas[1]);
    }

    [Fact]
    public void Of_AMeasureThatNoRunHas_LeavesItOut() =>
        Assert.DoesNotContain(
            RunComparison.Of([Run("a", Summary("base", 0.5))]).Metrics, metric => metric.Metric == RunComparison.Pgr);

    private static ComparedRun Run(string id, params SystemSummary[] summary) => new(id, "tiny", summary);

    private static SystemSummary Summary(string system, double quality) => new()
    {
        System = system,
        Quality = MeanInterval.Of([quality]),
        Helpfulness = MeanInterval.Of([quality]),
        Harmlessness = MeanInterval.Of([quality]),
        Pgr = null,
        MeanGainOverMeanGap = null,
    };
}
