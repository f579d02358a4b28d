using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class SampleIndexTests : IDisposable
{
    private static readonly string[] Methods = ["sft", "dpo"];

    private static readonly SystemAnswers[] Answers =
    [
        new("base", 1,
        [
            Given.Answer("q3", 0.5, "a b c d"), Given.Answer("q1", 0.5, "a b c d"),
            Given.Answer("q2", 0.5, "a b c d"), Given.Answer("q4", 0.9, "a b c d"),
        ]),
        // In another order, and not to every question.
        new("sft", 1,
        [
            Given.Answer("q1", 0.2, "a b c d"), Given.Answer("q2", 0.5, "a b x y"),
            Given.Answer("q3", 0.9, "a b x y"),
        ]),
        new("dpo", 1,
        [
            Given.Answer("q1", 0.2, "e"), Given.Answer("q2", 0.6, "e"), Given.Answer("q5", 0.1, "only here"),
        ]),
    ];

    private readonly TempFolder _folder = new();
    private readonly SampleIndex _index;

    public SampleIndexTests() => _index = SampleIndex.Build([.. Answers.Select(Write)], default);

    [Fact]
    public void Build_Systems_AreThoseOfTheFirstsQuestions()
    {
        Assert.Equal(["base", "sft", "dpo"], _index.Systems);
        Assert.Equal((4, 4), (_index.Count, _index.TotalCount));
        Assert.Equal((0.5, 1.0, null), (_index.Changed(0, "sft"), _index.Changed(1, "dpo"), _index.Changed(3, "dpo")));
    }

    [Fact]
    public void Ranked_ChangedMost_IsByTheWordsThatDiffer()
    {
        // q2 and q3: two of four words. q1 is unchanged, q4 and q5 are not answered by both.
        Assert.Equal(
            [("q2", 0.5), ("q3", 0.5)], Shown(_index.Ranked(SampleOrder.ChangedMost, ["sft"], SampleScore.Quality)));
        Assert.Equal(
            [("q1", 1.0), ("q2", 1.0)], Shown(_index.Ranked(SampleOrder.ChangedMost, ["dpo"], SampleScore.Quality)));
    }

    [Fact]
    public void Ranked_MadeWorse_IsByTheScoreThatWasLost()
    {
        Assert.Equal([("q1", 0.3)], Shown(_index.Ranked(SampleOrder.MadeWorse, ["sft"], SampleScore.Quality)));
        Assert.Equal([("q1", 0.3)], Shown(_index.Ranked(SampleOrder.MadeWorse, ["dpo"], SampleScore.Quality)));
        // Harmlessness is 1 − quality here.
        Assert.Equal([("q3", 0.4)], Shown(_index.Ranked(SampleOrder.MadeWorse, ["sft"], SampleScore.Harmlessness)));
        Assert.Equal([("q2", 0.1)], Shown(_index.Ranked(SampleOrder.MadeWorse, ["dpo"], SampleScore.Harmlessness)));
    }

    [Fact]
    public void Ranked_MethodsDisagree_IsByTheirSpread()
    {
        Assert.Equal(
            [("q3", 0.4), ("q1", 0.3), ("q2", 0.1)],
            Shown(_index.Ranked(SampleOrder.MethodsDisagree, ["base", .. Methods], SampleScore.Quality)));
        // Both answer q1 alike; q3 has one of the two alone.
        Assert.Equal(
            [("q2", 0.1)], Shown(_index.Ranked(SampleOrder.MethodsDisagree, Methods, SampleScore.Quality)));
    }

    [Fact]
    public void Ranked_SeveralSystems_IsByTheOneThatHasMost() =>
        // dpo's "e" has no word of the base's answer, sft's half of them.
        Assert.Equal(
            [("q1", 1.0), ("q2", 1.0), ("q3", 0.5)],
            Shown(_index.Ranked(SampleOrder.ChangedMost, Methods, SampleScore.Quality)));

    [Fact]
    public void Ranked_AsAsked_IsTheFileSOrderWithEveryQuestion() =>
        Assert.Equal([0, 1, 2, 3], _index.Ranked(SampleOrder.AsAsked, [], default).Select(entry => entry.Place));

    [Fact]
    public void Find_Text_IsLookedForInQuestionsAndAllAnswers()
    {
        Assert.Equal([0, 2], _index.Find("X Y", default).Order());
        Assert.Equal([0], _index.Find("question Q3", default));
        Assert.Empty(_index.Find("only here", default));
    }

    [Fact]
    public void Read_SomePlaces_HasAllAnswersToThem()
    {
        var read = _index.Read([2, 0]);

        Assert.Equal(["q2", "q3"], read.Select(sample => sample.Id));
        Assert.Equal(["base", "sft", "dpo"], read[0].Answers.Keys);
        Assert.Equal(["base", "sft"], read[1].Answers.Keys);
        Assert.Equal("a b x y", read[1].Answers["sft"].Completion);
    }

    public void Dispose() => _folder.Dispose();

    private SystemScores Write(SystemAnswers answers)
    {
        var folder = Path.Combine(_folder.Path, answers.System);
        ScoreFiles.Write(folder, answers.Rows, new ScoreSummary { ModelDigest = "m" });
        return new SystemScores(answers.System, answers.Seed, folder);
    }

    private IEnumerable<(string, double)> Shown(IReadOnlyList<RankedPlace> ranked) =>
        _index.Read([.. ranked.Select(entry => entry.Place)])
            .Zip(ranked, (sample, entry) => (sample.Id, Math.Round(entry.Amount, 12)));
}
