using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class StandingsTests
{
    private static readonly IReadOnlyList<ReportRow>[] Runs =
    [
        [Given.Row("sft", 1, 0.2, 0.5, 0.5), Given.Row("sft", 2, 0.4, 0.5, 0.5), Given.Row("dpo", 1, 0.9, 0.6, 0.6)],
        [Given.Row("sft", 1, 0.6, 0.7, 0.4)],
    ];

    [Fact]
    public void OfEach_Always_IsEverySystemOfEveryRun()
    {
        var standings = Standings.OfEach(Runs);

        Assert.Equal(
            [(0, "sft"), (0, "dpo"), (1, "sft")], standings.Select(each => (each.Run!.Value, each.System)));
        Assert.Equal(MeanInterval.Of([0.2, 0.4]), standings[0].Quality);
        Assert.Equal([2, 1, 2], standings.Select(each => each.RunCount));
        // dpo is better in both than the first sft; the second is more helpful.
        Assert.Equal([false, true, true], standings.Select(each => each.TradeOff.IsOnFront));
    }

    [Fact]
    public void OfAll_ASeedOfTwoRuns_CountsOnce()
    {
        var sft = Standings.OfAll(Runs)[0];

        Assert.Null(sft.Run);
        Assert.Equal("sft", sft.TradeOff.System);
        // Seed 1 is (0.2 + 0.6) / 2, seed 2 is 0.4.
        Assert.Equal(0.4, sft.Quality.Mean, 1e-12);
        Assert.Equal(2, sft.Quality.N);
    }

    [Fact]
    public void OfEach_SeedsWithoutAGap_HaveNoPgr() => Assert.Null(Standings.OfEach(Runs)[0].Pgr);

    [Fact]
    public void OfEach_SomeSeedsWithAGap_IsOverThose()
    {
        var standings = Standings.OfEach(
            [[Given.Row("sft", 1, 0.2) with { Pgr = 0.5 }, Given.Row("sft", 2, 0.2)]]);

        Assert.Equal(MeanInterval.Of([0.5]), standings[0].Pgr);
    }
}
