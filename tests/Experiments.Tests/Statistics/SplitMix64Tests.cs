using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Statistics;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Next_Seed1234567_IsThePublishedSequence()
    {
        // Reference output of splitmix64.c (Vigna 2015), as on Rosetta Code.
        var random = new SplitMix64(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void NextBelow_ManyDraws_ComeEquallyOften()
    {
        var random = new SplitMix64(1);
        var counts = new int[3];
        for (var i = 0; i < 30_000; i++)
            counts[random.NextBelow(3)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_700, 10_300));
    }

    [Fact]
    public void NextDouble_ManyDraws_LieInTheUnitInterval()
    {
        var random = new SplitMix64(1);
        var draws = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToArray();

        Assert.All(draws, draw => Assert.InRange(draw, 0, 1 - 1e-16));
        Assert.Equal(0.5, draws.Average(), 0.02);
    }
}
