using WeakToStrong.Runner.Bench;
using WeakToStrong.Runner.Bench.Shapes;

namespace WeakToStrong.Runner.Tests.Bench.Shapes;

public sealed class ShapeFiguresTests
{
    private static readonly ShapeRun Run = new()
    {
        Rounds = [Round(2), Round(1), Round(4), Round(1.25), Round(1.6)], PeakBytes = 7, Loss = 9,
    };

    [Fact]
    public void Of_ARun_GivesTheMedianWithTheLowestAndTheHighestRate() => Assert.Equal(
        new MedianRange { Median = 625, Low = 250, High = 1000 },
        ShapeFigures.Of(Run, flopsPerToken: null, denseRate: 1).TokensPerSecond);

    // 625 tokens a second of 1e9 operations each, of 2.5e12 that the device makes.
    [Fact]
    public void Mfu_OfARun_IsItsArithmeticOverTheDenseRate() =>
        Assert.Equal(0.25, ShapeFigures.Of(Run, flopsPerToken: 1e9, denseRate: 2.5e12).Mfu!.Value, precision: 12);

    [Fact]
    public void Of_AProblem_HasNoRateAndSaysWhy()
    {
        var figures = ShapeFigures.Of(new ShapeRun { Problem = "CUDA out of memory" }, flopsPerToken: 1, denseRate: 1);

        Assert.Equal(new ShapeFigures { Problem = "CUDA out of memory" }, figures);
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 4.0, 1, 2, 8 }, 3, 1, 8)]
    public void MedianRange_OfFewValues_HoldsThem(double[] values, double median, double low, double high) =>
        Assert.Equal(new MedianRange { Median = median, Low = low, High = high }, MedianRange.Of(values));

    private static Measurement Round(double seconds) => new() { Tokens = 1000, Seconds = seconds, CpuSeconds = 1 };
}
