using WeakToStrong.Experiments.Comparison;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Statistics;

namespace WeakToStrong.Experiments.Tests.Comparison;

public sealed class ResultTableTests
{
    private static readonly IReadOnlyList<ReportRow>[] Runs =
    [
        [Given.Row("base", 1, 0.2), Given.Row("base", 2, 0.3), Given.Row("sft", 1, 0.5), Given.Row("sft", 2, 0.7)],
        [Given.Row("sft", 2, 0.8), Given.Row("sft", 1, 0.6), Given.Row("dpo", 1, 0.9)],
    ];

    [Fact]
    public void Of_RunsWithABaseline_HasValuesAndPairedDeltas()
    {
        var lines = ResultTable.Of(Runs, baseline: 0);

        var sft = lines.Single(line => line.System == "sft" && line.Measure == Measure.Quality);
        Assert.Equal(MeanInterval.Of([0.5, 0.7]), sft.Cells[0].Value);
        Assert.Null(sft.Cells[0].Delta);
        Assert.Equal(MeanInterval.Of([0.6, 0.8]), sft.Cells[1].Value);
        // Both seeds gain 0.1, however far they are apart.
        Assert.True(sft.Cells[1].Delta!.IsPaired);
        Assert.Equal(0.1, sft.Cells[1].Delta!.Difference.Mean, 1e-12);
        Assert.True(sft.Cells[1].Delta!.IsSignificant);
    }

    [Fact]
    public void Of_SystemsOfOneRunOnly_HaveNoDelta()
    {
        var lines = ResultTable.Of(Runs, baseline: 1);

        Assert.Equal(["base", "sft", "dpo"], lines.Select(line => line.System).Distinct());
        Assert.Equal([null, null], Of("base").Cells.Select(cell => cell.Delta));
        Assert.Null(Of("base").Cells[1].Value);
        Assert.Null(Of("dpo").Cells[0].Value);

        ResultLine Of(string system) =>
            lines.Single(line => line.System == system && line.Measure == Measure.Quality);
    }

    [Fact]
    public void Of_NoBaseline_HasNoDeltas() =>
        Assert.All(
            ResultTable.Of(Runs, baseline: null).SelectMany(line => line.Cells), cell => Assert.Null(cell.Delta));

    [Fact]
    public void Of_MeasureThatNoRunHas_HasNoLine() =>
        Assert.DoesNotContain(ResultTable.Of(Runs, baseline: 0), line => line.Measure == Measure.Pgr);
}
