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

    [Fact]
    public void OverOption_Runs_AreTheMeasureByTheOption()
    {
        ResultRun[] runs =
        [
            Run(0.2, (1, 0.6), (2, 0.8)), Run(0.1, (1, 0.3)), Run(0.1, (2, 0.5)),
            new(Given.Options("{methods: [{name: sft}]}"), [Given.Row("dpo", 1, 0.9)]),
        ];

        var band = SeedBand.OverOption(runs, "methods.dpo.beta", "dpo", Measure.Quality);

        Assert.Equal([0.1, 0.2], band.Select(point => point.X));
        Assert.Equal([0.4, 0.7], band.Select(point => Math.Round(point.Value.Mean, 12)));
        Assert.Equal([2, 2], band.Select(point => point.Value.N));
        Assert.Empty(SeedBand.OverOption(runs, "methods.dpo.beta", "dpo", Measure.Pgr));
    }

    private static ResultRun Run(double beta, params (int Seed, double Quality)[] rows) => new(
        Given.Options(FormattableString.Invariant($"{{methods: [{{name: dpo, beta: {beta}}}]}}")),
        [.. rows.SelectMany(row => new[]
        {
            Given.Row("dpo", row.Seed, row.Quality), Given.Row("base", row.Seed, 0),
        })]);
}
