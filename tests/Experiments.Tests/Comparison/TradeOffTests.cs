using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class TradeOffTests
{
    [Fact]
    public void Of_Rows_AreMeansWithIntervalsAndTheFront()
    {
        var points = TradeOff.Of(
        [
            Given.Row("base", 1, 0, 0.2, 0.2), Given.Row("base", 2, 0, 0.4, 0.4),
            Given.Row("sft", 1, 0, 0.6, 0.3), Given.Row("sft", 2, 0, 0.8, 0.5),
            Given.Row("rlhf", 1, 0, 0.3, 0.9), Given.Row("rlhf", 2, 0, 0.3, 0.9),
            Given.Row("worse", 1, 0, 0.3, 0.8), Given.Row("worse", 2, 0, 0.3, 0.8),
        ]);

        Assert.Equal(["base", "sft", "rlhf", "worse"], points.Select(point => point.System));
        Assert.Equal([false, true, true, false], points.Select(point => point.IsOnFront));
        Assert.Equal(MeanInterval.Of([0.6, 0.8]), points[1].Helpfulness);
        Assert.Equal(MeanInterval.Of([0.3, 0.5]), points[1].Harmlessness);
    }

    [Fact]
    public void Of_EqualPoints_AreBothOnTheFront() =>
        Assert.All(
            TradeOff.Of([Given.Row("a", 1, 0, 0.5, 0.5), Given.Row("b", 1, 0, 0.5, 0.5)]),
            point => Assert.True(point.IsOnFront));

    [Fact]
    public void Of_SameSeedOfTwoRuns_CountsOnce() =>
        Assert.Equal(1, TradeOff.Of([Given.Row("a", 1, 0, 0.5, 0.5), Given.Row("a", 1, 0, 0.7, 0.5)])
            .Single().Helpfulness.N);
}
