using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Statistics;

public sealed class MeanIntervalTests
{
    [Fact]
    public void Of_ThreeValues_IsMeanAndStudentHalfWidth()
    {
        // Mean 2, s = 1, half width 4.302653 · 1/√3 = 2.484138.
        var interval = MeanInterval.Of([1, 2, 3]);

        Assert.Equal(2, interval.Mean);
        Assert.Equal(2 - 2.484138, interval.Low!.Value, 1e-6);
        Assert.Equal(2 + 2.484138, interval.High!.Value, 1e-6);
        Assert.Equal(3, interval.N);
    }

    [Fact]
    public void Of_OneValue_HasNoInterval() =>
        Assert.Equal(new MeanInterval { Mean = 5, Low = null, High = null, N = 1 }, MeanInterval.Of([5]));

    [Fact]
    public void Of_Nothing_Throws() => Assert.Throws<ArgumentException>(() => MeanInterval.Of([]));

    [Fact]
    public void Paired_SameShiftInEverySeed_HasNoWidth()
    {
        // The seeds differ much, the difference is always 1.
        var interval = PairedDifference.Of([11, 21, 31], [10, 20, 30]);

        Assert.Equal((1, 1, 1), (interval.Mean, interval.Low, interval.High));
    }
}
