using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Statistics;

public sealed class StudentTTests
{
    // Published table of critical values, three decimals.
    [Theory]
    [InlineData(0.975, 1, 12.706)]
    [InlineData(0.975, 2, 4.303)]
    [InlineData(0.975, 3, 3.182)]
    [InlineData(0.975, 4, 2.776)]
    [InlineData(0.975, 9, 2.262)]
    [InlineData(0.975, 30, 2.042)]
    [InlineData(0.975, 120, 1.980)]
    [InlineData(0.95, 1, 6.314)]
    [InlineData(0.95, 5, 2.015)]
    [InlineData(0.995, 2, 9.925)]
    [InlineData(0.995, 10, 3.169)]
    [InlineData(0.90, 7, 1.415)]
    [InlineData(0.025, 4, -2.776)]
    [InlineData(0.5, 4, 0)]
    public void Quantile_PublishedTable_Agrees(double probability, int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentT.Quantile(probability, degreesOfFreedom), 0.00051);

    [Fact]
    public void Quantile_TwoDegrees_IsTheClosedForm()
    {
        // ν = 2: t = (2p − 1) · √(2 / (1 − (2p − 1)²)), here 0.95 · √(2 / 0.0975).
        Assert.Equal(0.95 * Math.Sqrt(2 / 0.0975), StudentT.Quantile(0.975, 2), 1e-12);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(0.9, 0)]
    public void Quantile_OutsideTheRange_Throws(double probability, int degreesOfFreedom) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(probability, degreesOfFreedom));
}
