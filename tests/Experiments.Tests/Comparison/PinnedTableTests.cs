using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class PinnedTableTests
{
    private static readonly IReadOnlyList<ReportRow>[] Runs =
    [
        [Given.Row("sft", 1, 0.5), Given.Row("sft", 2, 0.7), Given.Row("dpo", 1, 0.6), Given.Row("dpo", 2, 0.8)],
        [],
        [Given.Row("sft", 2, 0.1), Given.Row("sft", 3, 0.4)],
    ];

    [Fact]
    public void Of_Always_HasEverySystemOfEveryRun() =>
        Assert.Equal(
            [new SystemOfRun(0, "sft"), new SystemOfRun(0, "dpo"), new SystemOfRun(2, "sft")],
            PinnedTable.Of(Runs, baseline: null).Select(row => row.Of));

    [Fact]
    public void Of_APinnedMethod_HasDifferencesOfOthersOfItsRun()
    {
        var rows = PinnedTable.Of(Runs, new SystemOfRun(0, "sft"));

        Assert.Null(Quality(rows[0]).Delta);
        var delta = Quality(rows[1]).Delta!;
        Assert.Equal(MeanInterval.Of([0.6, 0.8]), Quality(rows[1]).Value);
        Assert.True(delta.IsPaired);
        // Both seeds gain 0.1, however far they are apart.
        Assert.Equal(0.1, delta.Difference.Mean, 1e-12);
        Assert.True(delta.IsSignificant);
    }

    [Fact]
    public void Of_APinnedMethod_HasDifferencesOfOtherRuns()
    {
        var delta = Quality(PinnedTable.Of(Runs, new SystemOfRun(0, "sft"))[2]).Delta!;

        // One seed in common is too few to pair; two means of two seeds are not told apart.
        Assert.False(delta.IsPaired);
        Assert.Equal(0.25 - 0.6, delta.Difference.Mean, 1e-12);
        Assert.False(delta.IsSignificant);
    }

    [Theory]
    [InlineData(1, "sft")]
    [InlineData(0, "ppo")]
    [InlineData(7, "sft")]
    [InlineData(-1, "sft")]
    public void Of_ABaselineThatNoRunHas_HasNoDifferences(int run, string system) =>
        Assert.All(
            PinnedTable.Of(Runs, new SystemOfRun(run, system)).SelectMany(row => row.Cells),
            cell => Assert.Null(cell.Delta));

    [Fact]
    public void Of_Always_CountsSeeds() =>
        Assert.Equal([2, 2, 2], PinnedTable.Of(Runs, null).Select(row => row.SeedCount));

    private static PinnedCell Quality(PinnedRow row) => row.Cells.Single(cell => cell.Measure == Measure.Quality);
}
