using WeakToStrong.Experiments.Curves;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Curves;

public sealed class CurveBandTests
{
    [Fact]
    public void Of_SeedsLoggedAtOtherSteps_IsMeanAndIntervalOnOneGrid()
    {
        Curve[] seeds = [Line((0, 1), (10, 3)), Line((0, 2), (5, 3), (10, 6)), Line((5, 9))];

        var band = CurveBand.Of(EachASeed(seeds), CurveGrid.Of(seeds, 100));

        Assert.Equal([0, 5, 10], band.Select(point => point.X));
        Assert.Equal(MeanInterval.Of([1, 2]), band[0].Value);
        // The first is interpolated: (1 + 3) / 2. The third has only this point.
        Assert.Equal(MeanInterval.Of([2, 3, 9]), band[1].Value);
        Assert.Equal(MeanInterval.Of([3, 6]), band[2].Value);
    }

    [Fact]
    public void Of_PlacesWithoutAnyCurve_AreLeftOut() =>
        Assert.Equal([1], CurveBand.Of(EachASeed([Line((1, 1))]), [0, 1, 2]).Select(point => point.X));

    [Fact]
    public void Of_ASeedTwice_CountsOnce()
    {
        var band = CurveBand.Of(
            [new(1, Line((0, 1))), new(1, Line((0, 3))), new(2, Line((0, 8)))], [0]);

        // Seed 1 is (1 + 3) / 2.
        Assert.Equal(MeanInterval.Of([2, 8]), Assert.Single(band).Value);
    }

    /// <summary>The trap: a mean of what was sampled for the screen changes when the view does.</summary>
    [Fact]
    public void Of_RandomSeeds_DoesNotDependOnTheViewOrTheNumberOfPlaces()
    {
        var random = new SplitMix64(17);
        for (var trial = 0; trial < 50; trial++)
        {
            var seeds = Enumerable.Range(0, 4).Select(_ => RandomCurve(random)).ToArray();
            var full = CurveBand.Of(EachASeed(seeds), CurveGrid.Of(seeds, 10_000)).ToDictionary(point => point.X);
            var coarse = CurveBand.Of(EachASeed(seeds), CurveGrid.Of(seeds, 20));
            var zoomed = CurveBand.Of(EachASeed(seeds), full.Keys.Where(x => x is > 20 and < 40));

            Assert.NotEmpty(zoomed);
            Assert.All(zoomed, point => Assert.Equal(full[point.X], point));
            Assert.All(coarse, point => Assert.Equal(
                MeanInterval.Of([.. seeds.Select(seed => seed.At(point.X)).OfType<double>()]), point.Value));
        }
    }

    [Fact]
    public void GridOf_FewPlaces_AreAllOfThem() =>
        Assert.Equal([0, 1, 2.5, 3], CurveGrid.Of([Line((0, 1), (2.5, 1)), Line((1, 1), (2.5, 1), (3, 1))], 4));

    [Fact]
    public void GridOf_ManyPlaces_IsRoundMultiples()
    {
        var curve = Curve.Of(Enumerable.Range(3, 995).Select(i => new CurvePoint(i, 0)));

        // 994 over 9 steps of at least 110.4: 200.
        Assert.Equal([200, 400, 600, 800], CurveGrid.Of([curve], 10));
    }

    [Fact]
    public void GridOf_GrowingCurve_KeepsItsPlaces()
    {
        var before = CurveGrid.Of([Numbers(1000)], 300);
        var after = CurveGrid.Of([Numbers(1190)], 300);

        Assert.Equal(before, after.Take(before.Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void GridOf_AnyCurves_StaysWithinTheLimit(int maxCount)
    {
        var random = new SplitMix64(23);
        for (var trial = 0; trial < 200; trial++)
        {
            var scale = Math.Pow(10, random.NextBelow(13) - 6);
            var places = Enumerable.Range(0, 150).Select(_ => (random.NextDouble() - 0.3) * scale);
            var curve = Curve.Of(places.Select(x => new CurvePoint(x, 0)));
            var grid = CurveGrid.Of([curve], maxCount);
            Assert.InRange(grid.Count, 0, maxCount);
            Assert.Equal(grid.Order(), grid);
        }
    }

    [Fact]
    public void GridOf_Nothing_IsEmpty() => Assert.Empty(CurveGrid.Of([], 10));

    private static SeedCurve[] EachASeed(IEnumerable<Curve> curves) =>
        [.. curves.Select((curve, seed) => new SeedCurve(seed, curve))];

    private static Curve RandomCurve(SplitMix64 random) =>
        Curve.Of(Enumerable.Range(0, 60).Select(_ => new CurvePoint(
            random.NextBelow(80), random.NextBelow(20) == 0 ? double.NaN : random.NextDouble())));

    private static Curve Numbers(int count) => Curve.Of(Enumerable.Range(0, count).Select(i => new CurvePoint(i, 0)));

    private static Curve Line(params (double X, double Y)[] points) =>
        Curve.Of(points.Select(point => new CurvePoint(point.X, point.Y)));
}
