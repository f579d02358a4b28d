using WeakToStrong.Experiments.Curves;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Curves;

public sealed class CurveDrawingTests
{
    private static readonly CurveLook Plain = new() { Range = 10, MaxPoints = 100 };

    [Fact]
    public void OfOne_FewPoints_IsAsItIs()
    {
        var drawn = CurveDrawing.OfOne(Line((0, 1), (10, double.NaN)), Plain);

        Assert.Equal([0, 10], drawn.X);
        Assert.Equal([1, null], drawn.Y);
        Assert.Null(drawn.Low);
        Assert.Null(drawn.Smooth);
    }

    [Fact]
    public void OfOne_MorePointsThanFit_HasABand()
    {
        var drawn = CurveDrawing.OfOne(Line((0, 1), (1, 3), (9, 5), (10, 7)), Plain with { MaxPoints = 2 });

        Assert.Equal([2, 6], drawn.Y);
        Assert.Equal([1, 5], drawn.Low!);
        Assert.Equal([3, 7], drawn.High!);
    }

    [Fact]
    public void OfOne_Smoothed_KeepsTheRawValuesBesideTheTrend()
    {
        var curve = Line((0, 0), (1, 8), (2, 0));

        var drawn = CurveDrawing.OfOne(curve, new CurveLook { Range = 2, MaxPoints = 9, Smoothing = 0.9 });

        Assert.Equal([0, 8, 0], drawn.Y);
        Assert.Equal(
            Smoothing.TimeWeighted(curve, 0.9, 2).Points.Select(point => (double?)point.Y), drawn.Smooth!);
        Assert.True(drawn.Smooth![2] > 0);
    }

    [Fact]
    public void OfOne_ZoomedInto_HasTheSameTrendAtTheSamePlaces()
    {
        var random = new SplitMix64(3);
        var curve = Curve.Of(Enumerable.Range(0, 500).Select(i => new CurvePoint(i, random.NextDouble())));
        var look = new CurveLook { Range = 499, MaxPoints = 1000, Smoothing = 0.8 };

        var all = CurveDrawing.OfOne(curve, look);
        var part = CurveDrawing.OfOne(curve, look with { Part = (100, 120) });

        // One more at either end, so that the line reaches the edges.
        Assert.Equal(Enumerable.Range(99, 23).Select(i => (double)i), part.X);
        Assert.Equal(part.X.Select(x => all.Smooth![(int)x]), part.Smooth);
    }

    [Fact]
    public void OfSeeds_Always_IsMeanBandAndMeanTrend()
    {
        SeedCurve[] seeds = [new(1, Line((0, 1), (10, 3))), new(2, Line((0, 2), (10, 7)))];

        var drawn = CurveDrawing.OfSeeds(seeds, Plain with { Smoothing = 0.5 });

        Assert.Equal([1.5, 5], drawn.Y);
        Assert.Equal(MeanInterval.Of([3, 7]).Low, drawn.Low![1]);
        Assert.Equal(MeanInterval.Of([3, 7]).High, drawn.High![1]);
        // So far apart that nothing is left of the first: the trends are the values.
        Assert.Equal(5, drawn.Smooth![1]!.Value, 1e-9);
    }

    [Fact]
    public void OfSeeds_OfOneSeed_HasNoBand() =>
        Assert.Null(CurveDrawing.OfSeeds([new SeedCurve(1, Line((0, 1), (1, 2)))], Plain).Low);

    [Theory]
    [InlineData(2, 3, "1,2,3,4")]
    [InlineData(2.5, 2.6, "2,3")]
    [InlineData(0, 9, "1,2,3,4")]
    [InlineData(5, 9, "4")]
    [InlineData(-3, 0, "1")]
    public void Within_APart_HasItsPointsAndTheNextOnEitherSide(double first, double last, string expected) =>
        Assert.Equal(
            expected,
            string.Join(',', Line((1, 0), (2, 0), (3, 0), (4, 0)).Within(first, last).Points.Select(p => p.X)));

    private static Curve Line(params (double X, double Y)[] points) =>
        Curve.Of(points.Select(point => new CurvePoint(point.X, point.Y)));
}
