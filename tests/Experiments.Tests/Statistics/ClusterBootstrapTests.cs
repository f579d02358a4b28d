using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Statistics;

public sealed class ClusterBootstrapTests
{
    [Fact]
    public void MeanInterval_SameSeed_IsTheSame()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => Math.Sqrt(i) / 10)];
        string[] clusters = [.. Enumerable.Range(0, 40).Select(i => $"{i / 2}")];

        var first = ClusterBootstrap.MeanInterval(values, clusters, seed: 7)!.Value;

        Assert.Equal(first, ClusterBootstrap.MeanInterval(values, clusters, seed: 7));
        Assert.NotEqual(first, ClusterBootstrap.MeanInterval(values, clusters, seed: 8));
        Assert.InRange(values.Average(), first.Low, first.High);
    }

    [Fact]
    public void MeanInterval_OneCluster_IsNone() =>
        Assert.Null(ClusterBootstrap.MeanInterval([0, 1, 1, 1], ["a", "a", "a", "a"], seed: 1));

    [Fact]
    public void MeanInterval_Clusters_AreWiderThanTheirItems()
    {
        // Ten clusters of ten equal values carry the information of ten values, not of a hundred.
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i / 10 % 2)];
        string[] clusters = [.. Enumerable.Range(0, 100).Select(i => $"{i / 10}")];
        string[] items = [.. Enumerable.Range(0, 100).Select(i => $"{i}")];

        var clustered = ClusterBootstrap.MeanInterval(values, clusters, seed: 1)!.Value;
        var single = ClusterBootstrap.MeanInterval(values, items, seed: 1)!.Value;

        // Standard errors 0.5/√10 = 0.158 and 0.5/√100 = 0.05: widths about 0.6 and 0.2.
        Assert.InRange(clustered.High - clustered.Low, 0.5, 0.7);
        Assert.InRange(single.High - single.Low, 0.16, 0.24);
    }
}
