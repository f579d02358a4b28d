using WeakToStrong.Experiments.Curves;

namespace WeakToStrong.Experiments.Tests.Curves;

public sealed class CurveBucketsTests
{
    [Fact]
    public void Of_FewPoints_IsEveryPoint() =>
        Assert.Equal(
            [new CurveBucket(0, 1, 1, 1), new CurveBucket(5, null, null, null)],
            CurveBuckets.Of(Line((0, 1), (5, double.NaN)), 2));

    [Fact]
    public void Of_ManyPoints_IsMeansInABandOfEqualWidth() =>
        // From 0 to 6 in two: 0, 1 and 2, then 3 and 6.
        Assert.Equal(
            [new CurveBucket(1, 3, 1, 5), new CurveBucket(4.5, 8, 7, 9)],
            CurveBuckets.Of(Line((0, 1), (1, 5), (2, 3), (3, 7), (6, 9)), 2));

    [Fact]
    public void Of_AMillionPoints_KeepsTheOneSpike()
    {
        var curve = Curve.Of(Enumerable.Range(0, 1_000_000).Select(i => new CurvePoint(i, i == 654_321 ? 50 : 1)));

        var buckets = CurveBuckets.Of(curve, 1000);

        Assert.InRange(buckets.Count, 990, 1000);
        Assert.Equal(50, buckets.Max(bucket => bucket.Max));
        Assert.Equal(1, buckets.Count(bucket => bucket.Max == 50));
    }

    [Fact]
    public void Of_PointsWithGaps_CountsOnlyWhatIsThere() =>
        Assert.Equal(
            [new CurveBucket(1, 4, 4, 4), new CurveBucket(9.5, null, null, null)],
            CurveBuckets.Of(Line((0, double.NaN), (2, 4), (9, double.NaN), (10, double.NaN)), 2));

    [Fact]
    public void Of_PointsOfOnePlace_AreOneBucket() =>
        Assert.Equal([new CurveBucket(3, 2, 1, 3)], CurveBuckets.Of(Line((3, 1), (3, 3)), 1));

    [Fact]
    public void Of_NoPoints_IsNothing() => Assert.Empty(CurveBuckets.Of(Line(), 10));

    private static Curve Line(params (double X, double Y)[] points) =>
        Curve.Of(points.Select(point => new CurvePoint(point.X, point.Y)));
}
