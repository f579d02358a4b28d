using WeakToStrong.Experiments.Curves;

namespace WeakToStrong.Experiments.Tests.Curves;

public sealed class CurveTests
{
    [Theory]
    [InlineData(-0.1, null)]
    [InlineData(0, 1.0)]
    [InlineData(0.5, 2.0)]
    [InlineData(1, 3.0)]
    [InlineData(1.5, null)]
    [InlineData(2, null)]
    [InlineData(2.5, null)]
    [InlineData(3, 7.0)]
    [InlineData(3.1, null)]
    [InlineData(double.NaN, null)]
    public void At_X_IsBetweenItsNeighboursAndNothingElsewhere(double x, double? expected) =>
        Assert.Equal(expected, Line((3, 7), (0, 1), (1, 3), (2, double.NaN)).At(x));

    [Fact]
    public void At_SeveralPointsOfOneX_IsTheLast() => Assert.Equal(9, Line((0, 1), (1, 5), (1, 9), (2, 0)).At(1));

    [Fact]
    public void At_EmptyCurve_IsNothing() => Assert.Null(Line().At(0));

    [Fact]
    public void Of_XThatIsNotFinite_IsLeftOut() =>
        Assert.Single(Line((double.NaN, 1), (double.PositiveInfinity, 1), (0, 1)).Points);

    [Fact]
    public void Over_Tokens_MovesPointsBetweenMeasurements()
    {
        // 100 tokens at update 10, 300 at update 20: update 15 is 200, and 25 was not measured.
        var axis = CurveAxis.Of([new(10, 100), new(20, 300)]);

        var curve = Line((10, 1), (15, 2), (20, 3), (25, 4)).Over(axis);

        Assert.Equal([new(100, 1), new(200, 2), new(300, 3)], curve.Points);
    }

    [Fact]
    public void At_AxisThatWentBack_CountsAsTheHighestSoFar()
    {
        var axis = CurveAxis.Of([new(0, 0), new(1, 10), new(2, 4), new(3, double.NaN), new(4, 12)]);

        Assert.Equal([0, 10, 10, 11], new[] { 0.0, 1, 2, 3 }.Select(units => axis.At(units)!.Value));
    }

    private static Curve Line(params (double X, double Y)[] points) =>
        Curve.Of(points.Select(point => new CurvePoint(point.X, point.Y)));
}
