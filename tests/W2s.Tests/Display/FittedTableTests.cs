using Spectre.Console;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Tests.Display;

public sealed class FittedTableTests
{
    private const string Name = "seed 1 / true corrections of supervisor";
    private const string Advice =
        "/usr/lib/x86_64-linux-gnu/libblas.so.3 is slow; apt-get install libopenblas0-pthread";

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Write_AtAnyWidth_KeepsNumbersWholeAndLinesWithin(int width)
    {
        var lines = Screen.Lines(width, console => Steps().Write(console));

        Assert.All(lines, line => Assert.True(line.GetCellWidth() <= width, line));
        Assert.Contains(lines, line => line.Contains("0.8 ± 0.1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("completed", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("seed 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_WithRoom_ShowsAllAndSaysNoMore()
    {
        var lines = Screen.Lines(120, console => Steps().Write(console));

        Assert.Contains(lines, line => line.Contains(Name, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Kind of step", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("no room", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_WithoutRoom_LeavesOutTheHighestRankAndSaysSo()
    {
        var lines = Screen.Lines(50, console => Steps().Write(console));

        Assert.Contains("no room for Kind of step; --json has everything", lines);
        Assert.DoesNotContain(lines, line => line.Contains("true-corrections-world", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_OfASentence_GoesOnInTheNextLine()
    {
        var table = new FittedTable(new FittedColumn("Found"), FittedColumn.Sentence(""));
        table.AddRow("BLAS", Advice);

        var lines = Screen.Lines(60, console => table.Write(console));

        Assert.Contains("libopenblas0-pthread", string.Concat(lines), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.GetCellWidth() <= 60, line));
    }

    [Fact]
    public void Write_OfAControlCharacter_HasNone()
    {
        var table = new FittedTable(new FittedColumn("Name"));
        table.AddRow("a\u001b[2Jb\nc");

        var lines = Screen.Lines(60, console => table.Write(console));

        Assert.Contains(lines, line => line.Contains("a [2Jb c", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("seed 1 / sft", 12, "seed 1 / sft")]
    [InlineData("seed 1 / sft", 7, "see…sft")]
    [InlineData("日本語の名前", 6, "日…前")]
    [InlineData("long", 1, "…")]
    public void Shortened_OfAName_KeepsItsEnds(string text, int width, string shorter) =>
        Assert.Equal(shorter, Shortened.Of(text, width));

    private static FittedTable Steps()
    {
        var table = new FittedTable(
            FittedColumn.Name("Step"), FittedColumn.Name("Kind of step", rank: 1), new FittedColumn("State"),
            FittedColumn.Number("Quality"));
        table.AddRow(Name, "true-corrections-world", "completed", "0.8 ± 0.1");
        return table;
    }
}
