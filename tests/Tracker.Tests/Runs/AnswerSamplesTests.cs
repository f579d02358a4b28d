using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class AnswerSamplesTests
{
    [Theory]
    [InlineData(10, 3, new[] { 0, 3, 6 })]
    [InlineData(3, 3, new[] { 0, 1, 2 })]
    [InlineData(2, 5, new[] { 0, 1 })]
    [InlineData(0, 5, new int[0])]
    public void Spread_OverATestSet_IsOfEveryPart(int total, int count, int[] indices) =>
        Assert.Equal(indices, SampleChoice.Spread(count).Indices(total));

    [Theory]
    [InlineData(10, 0, 2, new[] { 0, 1 })]
    [InlineData(10, 8, 5, new[] { 8, 9 })]
    [InlineData(10, 10, 5, new int[0])]
    public void Page_OfATestSet_IsWhatIsThere(int total, int offset, int limit, int[] indices) =>
        Assert.Equal(indices, SampleChoice.Page(offset, limit).Indices(total));
}
