using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Statistics;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData(0.7, 0.6, 0.8, 0.5)]
    [InlineData(0.6, 0.6, 0.8, 0)]
    [InlineData(0.9, 0.6, 0.8, 1.5)]
    [InlineData(0.5, 0.6, 0.8, -0.5)]
    public void Recovered_Gap_IsItsFraction(double student, double supervisor, double ceiling, double expected) =>
        Assert.Equal(expected, PerformanceGap.Recovered(student, supervisor, ceiling)!.Value, 1e-12);

    [Fact]
    public void Recovered_NoGap_IsNull() => Assert.Null(PerformanceGap.Recovered(0.7, 0.6, 0.6));

    [Theory]
    [InlineData("a b c", "a b c", 0)]
    [InlineData("a b c", "a x c", 1.0 / 3)]
    [InlineData("a b c d", "a c d", 0.25)]
    [InlineData("a b", "c d", 1)]
    [InlineData("", "a", 1)]
    [InlineData("", " ", 0)]
    [InlineData("a  b\n", "a b", 0)]
    public void LevenshteinRatio_Words_IsDistanceOverTheLonger(string left, string right, double expected)
    {
        Assert.Equal(expected, WordEdits.LevenshteinRatio(left, right), 1e-12);
        Assert.Equal(expected, WordEdits.LevenshteinRatio(right, left), 1e-12);
    }

    [Fact]
    public void Distance_KittenSitting_IsThree() => Assert.Equal(3, Levenshtein.Distance<char>("kitten", "sitting"));

    [Fact]
    public void CopyFractionAndEditRatio_Pairs_AreMeans()
    {
        (string, string)[] pairs = [("a b", "a b"), ("a b", "a c"), ("a", "b"), ("x", "x")];

        Assert.Equal(0.5, WordEdits.CopyFraction(pairs));
        Assert.Equal((0 + 0.5 + 1 + 0) / 4, WordEdits.EditRatio(pairs));
    }
}
