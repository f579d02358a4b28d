using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class BaselineDeltaTests
{
    [Fact]
    public void Of_SeedsInCommon_ArePairedAndOthersLeftOut()
    {
        var delta = BaselineDelta.Of(
            Seeds((1, 11), (2, 21), (3, 31.5), (9, 1000)), Seeds((3, 30), (2, 20), (1, 10), (8, -1000)))!;

        Assert.True(delta.IsPaired);
        Assert.Equal(PairedDifference.Of([11, 21, 31.5], [10, 20, 30]), delta.Difference);
        // Mean 7/6, s = √(1/12), half width 4.302653 · s / √3 = 0.717109: above 0.
        Assert.Equal(7.0 / 6 - 0.717109, delta.Difference.Low!.Value, 1e-6);
        Assert.True(delta.IsSignificant);
    }

    [Fact]
    public void Of_SameMeansWithWideSeeds_IsSignificantOnlyWhenPaired()
    {
        var values = Seeds((1, 11), (2, 21), (3, 31.5));

        var unpaired = BaselineDelta.Of(values, Seeds((4, 10), (5, 20), (6, 30)))!;

        Assert.False(unpaired.IsPaired);
        Assert.False(unpaired.IsSignificant);
        Assert.Equal(7.0 / 6, unpaired.Difference.Mean, 1e-12);
        Assert.Equal(6, unpaired.Difference.N);
    }

    [Fact]
    public void Of_NoSeedInCommon_IsWelchsInterval()
    {
        // Means 2 and 6; s²/n = 1/3 and 4/3; ν = (5/3)² / ((1/3)²/2 + (4/3)²/2) = 2.94, down to 2.
        // Half width 4.302653 · √(5/3) = 5.554701.
        var delta = BaselineDelta.Of(Seeds((1, 1), (2, 2), (3, 3)), Seeds((4, 4), (5, 6), (6, 8)))!;

        Assert.Equal(-4, delta.Difference.Mean, 1e-12);
        Assert.Equal(-4 - 5.554701, delta.Difference.Low!.Value, 1e-6);
        Assert.Equal(-4 + 5.554701, delta.Difference.High!.Value, 1e-6);
        Assert.False(delta.IsSignificant);
    }

    [Theory]
    // (values' seeds, baseline's seeds, paired, has an interval)
    [InlineData("1", "1", true, false)]
    [InlineData("1", "2", false, false)]
    [InlineData("1,2", "1", true, false)]
    [InlineData("1,2", "3", false, false)]
    [InlineData("1,2", "2,3", false, true)]
    [InlineData("1,2", "1,2", true, true)]
    public void Of_FewSeeds_ArePairedWherePossible(string left, string right, bool isPaired, bool hasInterval)
    {
        var delta = BaselineDelta.Of(Numbered(left, 10), Numbered(right, 0))!;

        Assert.Equal(isPaired, delta.IsPaired);
        Assert.Equal(hasInterval, delta.Difference.Low is not null);
        if (!hasInterval)
            Assert.False(delta.IsSignificant);
    }

    [Fact]
    public void Of_NoValues_IsNothing()
    {
        Assert.Null(BaselineDelta.Of(Seeds(), Seeds((1, 1))));
        Assert.Null(BaselineDelta.Of(Seeds((1, 1)), Seeds()));
    }

    [Fact]
    public void Of_ConstantValues_HaveNoWidth()
    {
        var delta = BaselineDelta.Of(Seeds((1, 2), (2, 2)), Seeds((3, 1), (4, 1)))!;

        Assert.Equal((1, 1, 1), (delta.Difference.Mean, delta.Difference.Low, delta.Difference.High));
    }

    [Fact]
    public void IsSignificant_IntervalThatTouchesZero_IsFalse()
    {
        Assert.False(Delta(0, 1).IsSignificant);
        Assert.False(Delta(-1, 0).IsSignificant);
        Assert.False(Delta(-1, 1).IsSignificant);
        Assert.True(Delta(0.01, 1).IsSignificant);
        Assert.True(Delta(-1, -0.01).IsSignificant);
    }

    [Fact]
    public void Of_RandomValues_IsAntisymmetricAndCoversNoDifference()
    {
        // Two samples of one distribution: a 95 % interval misses 0 about once in twenty times, whatever the pairing.
        var random = new SplitMix64(11);
        var misses = 0;
        for (var i = 0; i < 2000; i++)
        {
            var left = Enumerable.Range(0, 5).ToDictionary(seed => seed, _ => Normal(random));
            var right = Enumerable.Range(i % 2 == 0 ? 0 : 100, 4).ToDictionary(seed => seed, _ => Normal(random));
            var delta = BaselineDelta.Of(left, right)!;
            var mirrored = BaselineDelta.Of(right, left)!;
            Assert.Equal(-delta.Difference.Mean, mirrored.Difference.Mean, 1e-12);
            Assert.Equal(-delta.Difference.Low!.Value, mirrored.Difference.High!.Value, 1e-12);
            Assert.Equal(delta.IsSignificant, mirrored.IsSignificant);
            misses += delta.IsSignificant ? 1 : 0;
        }

        Assert.InRange(misses, 50, 130);
    }

    private static BaselineDelta Delta(double low, double high) => new()
    {
        IsPaired = true,
        Difference = new MeanInterval { Mean = (low + high) / 2, Low = low, High = high, N = 2 },
    };

    private static double Normal(SplitMix64 random) =>
        Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

    private static Dictionary<int, double> Numbered(string seeds, double offset) =>
        seeds.Split(',').Select(int.Parse).ToDictionary(seed => seed, seed => offset + seed * seed);

    private static Dictionary<int, double> Seeds(params (int Seed, double Value)[] values) =>
        values.ToDictionary(value => value.Seed, value => value.Value);
}
