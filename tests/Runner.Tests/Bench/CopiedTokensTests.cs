using WeakToStrong.Runner.Bench;
using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class CopiedTokensTests
{
    private const int End = 1;

    [Theory]
    [InlineData(new[] { 5, 6, 7, 8 }, new[] { 5, 6, 7, 8 }, 4)]
    [InlineData(new[] { 5, 6, 7, 8 }, new[] { 5, 9, 7, 8 }, 3)]
    [InlineData(new[] { 5, 6, 7, 8 }, new[] { 8, 7, 6, 5 }, 1)]
    [InlineData(new[] { 5, 6 }, new[] { 9, 5, 9, 9, 6, 6 }, 2)]
    public void CommonSubsequence_OfTwo_IsTheLongestInBothOrders(int[] left, int[] right, int length) =>
        Assert.Equal(length, CopiedTokens.CommonSubsequence(left, right));

    [Fact]
    public void CommonSubsequence_OfNothing_IsEmpty()
    {
        Assert.Equal(0, CopiedTokens.CommonSubsequence([], [5]));
        Assert.Equal(0, CopiedTokens.CommonSubsequence([5], []));
    }

    [Fact]
    public void Share_OfWholeCopies_IsOneWithAndWithoutAnEnd()
    {
        var request = Request([2, 5, 6, 7, 3], 1..4);

        Assert.Equal(1, CopiedTokens.Share([request], [Stopped(5, 6, 7, End)]));
        Assert.Equal(1, CopiedTokens.Share([request], [Cut(5, 6)]));
    }

    [Fact]
    public void Share_OfSeveralRows_CountsTokensNotRows()
    {
        var request = Request([2, 5, 6, 7, 3], 1..4);

        Assert.Equal(0.5, CopiedTokens.Share([request, request], [Stopped(5, End), Stopped(2, 6, 3, End)]));
    }

    [Fact]
    public void Share_WithoutASourceOrTokens_IsNothing()
    {
        Assert.Equal(0, CopiedTokens.Share([Request([5, 6], source: null)], [Stopped(5, 6, End)]));
        Assert.Equal(0, CopiedTokens.Share([Request([5, 6], 0..2)], [Stopped(End)]));
    }

    private static GenerationRequest Request(int[] prompt, Range? source) =>
        new() { Prompt = prompt, RowId = 0, CopySource = source };

    private static GeneratedSequence Stopped(params int[] tokens) =>
        new() { Tokens = tokens, Reason = FinishReason.Stop };

    private static GeneratedSequence Cut(params int[] tokens) =>
        new() { Tokens = tokens, Reason = FinishReason.Length };
}
