using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Tests.Display;

public sealed class SparklineTests
{
    [Fact]
    public void Of_RisingValues_Rises() => Assert.Equal("▁▅█", Sparkline.Of([0, 0.5, 1], 10));

    [Fact]
    public void Of_MoreValuesThanWidth_AveragesShares() => Assert.Equal("▁█", Sparkline.Of([0, 0, 5, 7], 2));

    [Fact]
    public void Of_ConstantValues_IsFlat() => Assert.Equal("▁▁", Sparkline.Of([2, 2], 10));

    [Fact]
    public void Of_ValuesThatAreNotFinite_LeavesThemOut() =>
        Assert.Equal("▁█", Sparkline.Of([0, double.NaN, 1, double.PositiveInfinity], 10));

    [Fact]
    public void Of_Nothing_IsEmpty() => Assert.Equal("", Sparkline.Of([], 10));
}
