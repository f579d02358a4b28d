using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Tests.Comparison;

namespace WeakToStrong.Experiments.Tests.Reporting;

public sealed class WinRateTests
{
    [Fact]
    public void Of_WinsLossesAndTies_IsTheirBalance()
    {
        // Three wins, one loss, one tie: (3 − 1) / 5.
        Assert.Equal(0.4, Rate(Answers("a", 1, 1, 1, 0, 0.5), Answers("b", 0, 0.5, 0.9, 1, 0.5)));
    }

    /// <summary>A reward model in float32 rounds one text differently with other texts beside it.</summary>
    [Fact]
    public void Of_AnswersEqualToTheLetter_AreTies() =>
        Assert.Equal(0, Rate(Answers("copied", 0.5, 0.5), Answers("copied", 0.5 - 3e-8, 0.5 - 1e-8)));

    [Fact]
    public void Of_OtherCounts_Throws() =>
        Assert.Throws<ArgumentException>(() => Rate(Answers("a", 1), Answers("b", 1, 0)));

    private static double Rate(ScoreRow[] answers, ScoreRow[] others) =>
        WinRate.Of(answers, others, row => row.Quality);

    private static ScoreRow[] Answers(string completion, params double[] qualities) =>
        [.. qualities.Select((quality, i) => Given.Answer($"q{i}", quality, completion))];
}
