using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Tests.Display;

public sealed class FormatTests
{
    [Theory]
    [InlineData(-3, "0.0 s")]
    [InlineData(0.44, "0.4 s")]
    [InlineData(42, "42 s")]
    [InlineData(187, "3 min 07 s")]
    [InlineData(7500, "2 h 05 min")]
    public void Seconds_OfAnySize_AreReadable(double seconds, string text) =>
        Assert.Equal(text, Format.Seconds(seconds));

    [Theory]
    [InlineData(250, "250/s")]
    [InlineData(3.21, "3.2/s")]
    [InlineData(0.1, "6.0/min")]
    public void Rate_OfAnySize_IsReadable(double perSecond, string text) => Assert.Equal(text, Format.Rate(perSecond));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(3.0 * (1L << 40), "3 TiB")]
    public void Bytes_OfAnySize_AreReadable(double bytes, string text) => Assert.Equal(text, Format.Bytes(bytes));

    [Theory]
    [InlineData(2.5, "2.500")]
    [InlineData(0.00012, "1.2e-4")]
    [InlineData(double.NaN, "NaN")]
    public void Metric_OfAnySize_IsReadable(double value, string text) => Assert.Equal(text, Format.Metric(value));
}
