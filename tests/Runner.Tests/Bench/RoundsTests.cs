using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class RoundsTests
{
    [Fact]
    public void Run_TwoContenders_TakesThemInTurnAndEverySecondRoundBackwards()
    {
        var calls = new List<string>();

        Rounds.Run("test", [Contender("a"), Contender("b")], Quiet());

        // The first two are the warm-up.
        Assert.Equal(["a0", "b0", "a0", "b0", "b1", "a1", "a2", "b2", "b3", "a3"], calls.Take(10));
        Assert.Equal(2 + 2 * Rounds.Count, calls.Count);

        Func<int, Measurement> Contender(string name) => round =>
        {
            calls.Add($"{name}{round}");
            return Round(tokens: 1);
        };
    }

    [Fact]
    public void Run_TwoContenders_KeepsTheirMeasurementsApart()
    {
        var measured = Rounds.Run("test", [round => Round(round + 1), round => Round(100 + round)], Quiet());

        Assert.Equal(Enumerable.Range(1, Rounds.Count), measured[0].Select(round => (int)round.Tokens));
        Assert.Equal(Enumerable.Range(100, Rounds.Count), measured[1].Select(round => (int)round.Tokens));
    }

    // Long enough to be warm after one.
    private static Measurement Round(long tokens) => new() { Tokens = tokens, Seconds = 60, CpuSeconds = 60 };

    private static BenchProgress Quiet() => new(TextWriter.Null, isTerminal: false);
}
