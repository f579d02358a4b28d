using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class WinMatrixTests
{
    [Fact]
    public void Of_TwoSeeds_IsTheBalanceWithAnIntervalOverSeeds()
    {
        var matrix = WinMatrix.Of(
            [
                Answers("sft", 1, 0.9, 0.9, 0.5, 0.1), Answers("dpo", 1, 0.8, 0.8, 0.5, 0.2),
                Answers("sft", 2, 0.9, 0.9, 0.9, 0.9), Answers("dpo", 2, 0.8, 0.8, 0.8, 0.9),
            ],
            row => row.Quality);

        // Seed 1: two wins, a tie, a loss: 1/4. Seed 2: three wins, a tie: 3/4.
        var cell = matrix.Cells[0][1]!;
        Assert.Equal(["sft", "dpo"], matrix.Systems);
        Assert.Equal((5, 1, 2), (cell.Wins, cell.Losses, cell.Ties));
        Assert.Equal(MeanInterval.Of([0.25, 0.75]), cell.Rate);
        Assert.Equal(IntervalSource.Seeds, cell.Source);
        Assert.False(cell.IsSignificant);
        Assert.Null(matrix.Cells[0][0]);
    }

    [Fact]
    public void Of_TheOtherWayRound_IsTheNegative()
    {
        var matrix = WinMatrix.Of(
            [Answers("a", 1, 1, 1, 0), Answers("b", 1, 0, 0, 1), Answers("a", 2, 1, 1, 1), Answers("b", 2, 0, 1, 0)],
            row => row.Quality);

        var (cell, mirrored) = (matrix.Cells[0][1]!, matrix.Cells[1][0]!);
        Assert.Equal(-cell.Rate.Mean, mirrored.Rate.Mean);
        Assert.Equal((-cell.Rate.High, -cell.Rate.Low), (mirrored.Rate.Low, mirrored.Rate.High));
        Assert.Equal((cell.Wins, cell.Losses, cell.Ties), (mirrored.Losses, mirrored.Wins, mirrored.Ties));
    }

    [Fact]
    public void Of_OneSeed_HasABootstrapOverQuestions()
    {
        var matrix = WinMatrix.Of(
            [Answers("a", 7, 1, 1, 1, 0), Answers("b", 7, 0, 0, 0, 1)], row => row.Quality);

        var cell = matrix.Cells[0][1]!;
        var (low, high) = ClusterBootstrap.MeanInterval([1, 1, 1, -1], ["q0", "q1", "q2", "q3"], seed: 7)!.Value;
        Assert.Equal(new MeanInterval { Mean = 0.5, Low = low, High = high, N = 1 }, cell.Rate);
        Assert.Equal(IntervalSource.Questions, cell.Source);
    }

    [Fact]
    public void Of_AllQuestionsOfOneSeedWon_IsSignificant() =>
        Assert.True(WinMatrix.Of([Answers("a", 1, 1, 1, 1), Answers("b", 1, 0, 0, 0)], row => row.Quality)
            .Cells[0][1]!.IsSignificant);

    [Fact]
    public void Of_OtherQuestionsAndSeeds_CountOnlyWhatBothHave()
    {
        var matrix = WinMatrix.Of(
            [
                Answers("a", 1, 1, 0, 1),
                new SystemAnswers("b", 1, [Given.Answer("q1", 0.5, "b 1"), Given.Answer("q9", 0, "b 9")]),
                Answers("a", 2, 1),
                Answers("c", 3, 1),
            ],
            row => row.Quality);

        Assert.Equal((0, 1, 0), (matrix.Cells[0][1]!.Wins, matrix.Cells[0][1]!.Losses, matrix.Cells[0][1]!.Ties));
        Assert.Null(matrix.Cells[0][2]);
        Assert.Null(matrix.Cells[2][1]);
    }

    [Fact]
    public void Of_OtherScore_IsAnotherMatrix() =>
        Assert.Equal(-1, WinMatrix.Of([Answers("a", 1, 1), Answers("b", 1, 0)], row => row.Harmlessness)
            .Cells[0][1]!.Rate.Mean);

    /// <summary>One seed and one animal say nothing of other animals.</summary>
    [Fact]
    public void Of_OneClusterOfOneSeed_HasNoInterval()
    {
        var matrix = WinMatrix.Of(
            [
                new SystemAnswers("a", 1, [Given.Answer("q1", 1, "a 1"), Given.Answer("q2", 1, "a 2")]),
                new SystemAnswers("b", 1, [Given.Answer("q1", 0, "b 1"), Given.Answer("q2", 0, "b 2")]),
            ],
            row => row.Quality);

        Assert.Equal(new MeanInterval { Mean = 1, Low = null, High = null, N = 1 }, matrix.Cells[0][1]!.Rate);
        Assert.False(matrix.Cells[0][1]!.IsSignificant);
    }

    private static SystemAnswers Answers(string system, int seed, params double[] qualities) => new(
        system, seed,
        [
            .. qualities.Select((quality, i) => Given.Answer($"q{i}", quality, $"{system} {i}", cluster: $"q{i}"))
                .Reverse(),
        ]);
}
