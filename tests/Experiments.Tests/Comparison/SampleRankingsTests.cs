using WeakToStrong.Experiments.Comparison;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class SampleRankingsTests
{
    private static readonly IReadOnlyList<ComparedSample> Samples = ComparedSamples.Of(
    [
        new SystemAnswers("base", 1,
        [
            Given.Answer("q3", 0.5, "a b c d"), Given.Answer("q1", 0.5, "a b c d"),
            Given.Answer("q2", 0.5, "a b c d"), Given.Answer("q4", 0.9, "a b c d"),
        ]),
        new SystemAnswers("sft", 1,
        [
            Given.Answer("q1", 0.2, "a b c d"), Given.Answer("q2", 0.5, "a b x y"),
            Given.Answer("q3", 0.9, "a b x y"),
        ]),
        new SystemAnswers("dpo", 1,
        [
            Given.Answer("q1", 0.2, "e"), Given.Answer("q2", 0.6, "e"),
            Given.Answer("q5", 0.1, "only here"),
        ]),
    ]);

    [Fact]
    public void Of_Answers_StandSideBySide()
    {
        Assert.Equal(["q3", "q1", "q2", "q4", "q5"], Samples.Select(sample => sample.Id));
        Assert.Equal(["base", "sft", "dpo"], Samples[1].Answers.Keys);
        Assert.Equal("question q5", Samples[4].Prompt);
        Assert.Equal(0.9, Samples[0].Answers["sft"].Quality);
    }

    [Fact]
    public void Of_SeveralSeeds_Throws() =>
        Assert.Throws<ArgumentException>(() => ComparedSamples.Of([new("a", 1, []), new("a", 2, [])]));

    [Fact]
    public void ChangedMost_TwoSystems_AreByTheWordsThatDiffer() =>
        // q2 and q3: two of four words. q1 is unchanged, q4 and q5 are not answered by both.
        Assert.Equal(
            [("q2", 0.5), ("q3", 0.5)], Shown(SampleRankings.ChangedMost(Samples, "base", "sft")));

    [Fact]
    public void MadeWorse_TwoSystems_AreByTheScoreThatWasLost() =>
        Assert.Equal([("q1", 0.3)], Shown(SampleRankings.MadeWorse(Samples, "base", "sft", row => row.Quality)));

    [Fact]
    public void MadeWorse_OtherScore_IsAnotherRanking() =>
        // Harmlessness is 1 − quality here.
        Assert.Equal(
            [("q3", 0.4)], Shown(SampleRankings.MadeWorse(Samples, "base", "sft", row => row.Harmlessness)));

    [Fact]
    public void MethodsDisagree_Methods_AreByTheirSpread() =>
        Assert.Equal(
            [("q3", 0.4), ("q1", 0.3), ("q2", 0.1)],
            Shown(SampleRankings.MethodsDisagree(Samples, ["base", "sft", "dpo"], row => row.Quality)));

    private static IEnumerable<(string, double)> Shown(IEnumerable<RankedSample> ranked) =>
        ranked.Select(entry => (entry.Sample.Id, Math.Round(entry.Amount, 12)));
}
