using WeakToStrong.Experiments.Curves;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Curves;

public sealed class SmoothingTests
{
    [Fact]
    public void TimeWeighted_OneUnitApart_IsWorkedOutByHand()
    {
        // Range 1000 makes a step of 1 one unit; √0.25 = 0.5 is what a unit keeps.
        // 1; (0.5·1 + 2) / 1.5; (0.25·1 + 0.5·2 + 3) / 1.75.
        var smooth = Smoothing.TimeWeighted(Line((0, 1), (1, 2), (2, 3)), 0.25, range: 1000);

        AssertValues([1, 2.5 / 1.5, 4.25 / 1.75], smooth);
        Assert.Equal([0, 1, 2], smooth.Points.Select(point => point.X));
    }

    [Fact]
    public void TimeWeighted_UnevenDistances_FadeWithTheDistance() =>
        // Two units keep 0.25, none keeps all.
        AssertValues([1, (0.25 + 2) / 1.25, (0.25 + 2 + 3) / 2.25],
            Smoothing.TimeWeighted(Line((0, 1), (2, 2), (2, 3)), 0.25, range: 1000));

    [Fact]
    public void TimeWeighted_SameLineSampledTwiceAsOften_HasTheSameTrend()
    {
        // What EMA over points gets wrong: twice the points must not mean half the smoothing.
        var every = Curve.Of(Enumerable.Range(0, 2001).Select(i => new CurvePoint(i / 2.0, Math.Sin(i / 100.0))));
        var second = Curve.Of(every.Points.Where((_, i) => i % 2 == 0));

        var left = Smoothing.TimeWeighted(every, 0.99, range: 1000);
        var right = Smoothing.TimeWeighted(second, 0.99, range: 1000);

        Assert.All(right.Points, point => Assert.Equal(left.At(point.X)!.Value, point.Y, 0.005));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void TimeWeighted_ConstantLine_StaysIt(double weight) =>
        AssertValues([3, 3, 3], Smoothing.TimeWeighted(Line((0, 3), (1, 3), (7, 3)), weight, range: 7));

    [Fact]
    public void TimeWeighted_NoWeight_IsTheLineItself() =>
        AssertValues([1, 5, 2], Smoothing.TimeWeighted(Line((0, 1), (1, 5), (2, 2)), 0, range: 2));

    [Fact]
    public void TimeWeighted_Gap_StaysOneAndTimeGoesOn() =>
        AssertValues([1, double.NaN, (0.25 + 3) / 1.25],
            Smoothing.TimeWeighted(Line((0, 1), (1, double.NaN), (2, 3)), 0.25, range: 1000));

    [Fact]
    public void TimeWeighted_AnyCurve_StaysBetweenTheExtremes()
    {
        var random = new SplitMix64(9);
        var curve = Curve.Of(Enumerable.Range(0, 200).Select(i => new CurvePoint(i, random.NextDouble())));

        Assert.All(Smoothing.TimeWeighted(curve, 0.9, 200).Points, point => Assert.InRange(
            point.Y, curve.Points.Min(raw => raw.Y), curve.Points.Max(raw => raw.Y)));
    }

    [Fact]
    public void TimeWeighted_OutsideTheRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Smoothing.TimeWeighted(Line((0, 1)), 1.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Smoothing.TimeWeighted(Line((0, 1)), double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Smoothing.TimeWeighted(Line((0, 1)), 0.5, 0));
    }

    private static Curve Line(params (double X, double Y)[] points) =>
        Curve.Of(points.Select(point => new CurvePoint(point.X, point.Y)));

    private static void AssertValues(double[] expected, Curve actual) =>
        Assert.Equal(
            expected, actual.Points.Select(point => point.Y),
            (left, right) => double.IsNaN(left) ? double.IsNaN(right) : Math.Abs(left - right) < 1e-12);
}
