using WeakToStrong.Experiments.Data;

namespace WeakToStrong.Experiments.Tests.Data;

public sealed class DataPreviewTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Read_ASecondPage_HasItsRowsAndCountsThemAll()
    {
        var rows = Enumerable.Range(1, 120).Select(n => $$"""{"n": {{n}}}""");
        var path = _temp.File("rows.jsonl", string.Join('\n', rows));

        var preview = DataPreview.Read(path, skip: 100, take: 50, ReadLimits.None);

        Assert.Equal(20, preview.Rows.Count);
        Assert.Equal((101, 101, "n", "101"), Flat(preview.Rows[0]));
        Assert.Equal((120, "jsonl", false), (preview.RowCount, preview.Container, preview.IsCut));
        Assert.Null(preview.Problem);
    }

    [Fact]
    public void Read_LongTextsAndOtherValues_AreCutAndWrittenAsJson()
    {
        var text = new string('x', DataPreview.MaxText - 1) + "😀" + "end";
        var path = _temp.File("rows.json", $$"""[{"text": "{{text}}", "list": [1, {"a": null}], "html": "<b>&"}]""");

        var cells = Assert.Single(DataPreview.Read(path, 0, 10, ReadLimits.None).Rows).Cells;

        // Not through the middle of a character.
        Assert.Equal(new PreviewCell("text", new string('x', DataPreview.MaxText - 1), IsCut: true), cells[0]);
        Assert.Equal(new PreviewCell("list", """[1, {"a": null}]""", IsCut: false), cells[1]);
        Assert.Equal(new PreviewCell("html", "<b>&", IsCut: false), cells[2]);
        Assert.Equal(text, DataPreview.ReadRow(path, 1, ReadLimits.None)!.Cells[0].Text);
        Assert.Null(DataPreview.ReadRow(path, 2, ReadLimits.None));
    }

    [Fact]
    public void Read_DamagedAfterSomeRows_HasThemAndTheProblem()
    {
        var path = _temp.File("rows.jsonl", "{\"n\": 1}\n{\"n\": 2}\n{\"n\": ");

        var preview = DataPreview.Read(path, 0, 10, ReadLimits.None);

        Assert.Equal(2, preview.Rows.Count);
        Assert.Equal(3, preview.Problem!.Line);
        Assert.Equal(DataFile.Inspect(_temp.File("same.jsonl", "{\"prompt\": \"1\"}\n{\"n\": ")).FirstProblem!.Message,
            preview.Problem.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n1,2\n")]
    public void Read_NotRows_SaysWhy(string content)
    {
        var preview = DataPreview.Read(_temp.File("data", content), 0, 10, ReadLimits.None);

        Assert.Empty(preview.Rows);
        Assert.NotNull(preview.Problem);
    }

    [Fact]
    public void Read_BeyondTheLimit_StopsAndSaysSo()
    {
        var path = _temp.File("rows.jsonl", string.Concat(Enumerable.Repeat("{\"prompt\": \"p\"}\n", 1000)));
        var limits = ReadLimits.None with { Bytes = 150 };

        var preview = DataPreview.Read(path, 0, 50, limits);
        var inspection = DataFile.Inspect(path, limits);

        Assert.Equal((10, true), (preview.RowCount, preview.IsCut));
        Assert.Equal((10, true), (inspection.RowCount, inspection.IsCut));
        Assert.True(DataPreview.Read(path, 0, 50, ReadLimits.None with { Time = TimeSpan.Zero }).IsCut);
        Assert.False(DataFile.Inspect(path).IsCut);
    }

    private static (int, int, string, string) Flat(PreviewRow row) =>
        (row.Number, row.Line, row.Cells[0].Column, row.Cells[0].Text);
}
