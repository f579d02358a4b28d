using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class BenchResultTests
{
    [Fact]
    public void Of_RoundsOnAMachineThatGetsSlower_PairsThemRoundByRound()
    {
        var result = BenchResult.Of("name", "work", goal: 1, check: null, Slowing(tokens: 300), Slowing(tokens: 200));

        Assert.Equal((1.5, 1.5, 1.5), (result.Ratio!.Low, result.Ratio.Median, result.Ratio.High));
        Assert.Equal((1.5, 1.5, 1.5), (result.CpuRatio!.Low, result.CpuRatio.Median, result.CpuRatio.High));
        Assert.True(result.TokensPerSecond.Low < result.TokensPerSecond.High);
    }

    [Fact]
    public void Of_NoPeer_HasARateAndNoRatio()
    {
        var result = BenchResult.Of("name", "work", goal: 1, check: null, Slowing(tokens: 300), peer: null);

        Assert.NotNull(result.TokensPerSecond);
        Assert.Null(result.PeerTokensPerSecond);
        Assert.Null(result.Ratio);
        Assert.Null(result.CpuRatio);
    }

    private static Measurement[] Slowing(long tokens) =>
    [
        .. Enumerable.Range(0, Rounds.Count).Select(round => new Measurement
        {
            Tokens = tokens, Seconds = Math.Pow(2, round), CpuSeconds = Math.Pow(2, -round),
        }),
    ];
}
