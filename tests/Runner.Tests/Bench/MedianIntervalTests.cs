using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class MedianIntervalTests
{
    // Ranks of the sign test's 95 % interval, as tables of nonparametric statistics give them.
    [Theory]
    [InlineData(6, 1, 6)]
    [InlineData(8, 1, 8)]
    [InlineData(9, 2, 8)]
    [InlineData(15, 4, 12)]
    [InlineData(25, 8, 18)]
    [InlineData(100, 40, 61)]
    public void Of_TheNumbersUpToN_GivesTheRanksOfTheTable(int count, double low, double high)
    {
        var interval = MedianInterval.Of(Enumerable.Range(1, count).Reverse().Select(value => (double)value));

        Assert.Equal((low, (count + 1) / 2.0, high), (interval.Low, interval.Median, interval.High));
    }

    [Fact]
    public void Of_OneWildValue_StaysWithTheOthers()
    {
        var interval = MedianInterval.Of([1, 1, 1, 1, 1, 1, 1, 1, 1000]);

        Assert.Equal((1, 1, 1), (interval.Low, interval.Median, interval.High));
    }

    [Fact]
    public void Of_TooFewValues_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MedianInterval.Of([1, 2, 3, 4, 5]));
}
