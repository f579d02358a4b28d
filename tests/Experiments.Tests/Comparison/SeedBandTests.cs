using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class SeedBandTests
{
    [Fact]
    public void Of_SeedsPerX_IsMeanAndStudentInterval()
    {
        var band = SeedBand.Of(
        [
            new(2, 1, 5), new(1, 1, 1), new(1, 2, 2), new(1, 3, 3), new(2, 2, double.NaN), new(double.NaN, 1, 9),
        ]);

        // x = 1: mean 2, half width 4.302653 · 1/√3. x = 2: one seed, no interval.
        Assert.Equal([1, 2], band.Select(point => point.X));
        Assert.Equal(2, band[0].Value.Mean);
        Assert.Equal(2 - 2.484138, band[0].Value.Low!.Value, 1e-6);
        Assert.Equal(new MeanInterval { Mean = 5, Low = null, High = null, N = 1 }, band[1].Value);
    }

    [Fact]
    public void Of_SameSeedSeveralTimes_CountsOnce()
    {
        // Seed 1 is (1 + 3) / 2, seed 2 is 4: two replications, not three.
        var band = SeedBand.Of([new(0, 1, 1), new(0, 1, 3), new(0, 2, 4)]);

        Assert.Equal(MeanInterval.Of([2, 4]), band.Single().Value);
    }

    [Fact]
    public void Of_AnyOrder_IsTheSameToTheBit()
    {
        var random = new SplitMix64(3);
        SeedValue[] values =
        [
            .. Enumerable.Range(0, 60).Select(i => new SeedValue(i % 3, i % 5, random.NextDouble())),
        ];

        Assert.Equal(SeedBand.Of(values), SeedBand.Of(values.OrderBy(value => value.Value)));
    }
}
