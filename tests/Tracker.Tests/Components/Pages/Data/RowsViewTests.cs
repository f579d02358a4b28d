using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Tracker.Components.Pages.Data;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Data;

public sealed class RowsViewTests : BunitContext
{
    private const string Long = "the whole long text";

    public RowsViewTests()
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<Toasts>();
    }

    [Fact]
    public void Render_TextFullOfMarkup_ShowsItAsText()
    {
        var view = Show(Rows(new PreviewCell("answer", "<script>alert(1)</script>", IsCut: false)));

        Assert.Equal("<script>alert(1)</script>", view.Find("td").TextContent);
        Assert.Empty(view.FindAll("script"));
    }

    [Fact]
    public void ShowAll_OfACutRow_ShowsTheWholeTextAndCutsItAgain()
    {
        var view = Show(Rows(new PreviewCell("answer", "the whole", IsCut: true)));
        Assert.Equal("the whole…", view.Find("td").TextContent);

        view.Find("tbody button").Click();
        Assert.Equal(Long, view.Find("td").TextContent);
        view.Find("tbody button").Click();

        Assert.Equal("the whole…", view.Find("td").TextContent);
    }

    [Fact]
    public void Render_AProblem_IsSaidAboveTheRows()
    {
        var view = Show(Rows() with { Problem = "labels.jsonl:3: is broken" });

        Assert.Contains("labels.jsonl:3: is broken", view.Find(".error").TextContent);
        Assert.Single(view.FindAll("tbody tr"));
    }

    [Fact]
    public void Render_ReadInPart_SaysThatThereAreMore() =>
        Assert.Contains("1 row read; there are more", Show(Rows(isCut: true)).Markup);

    private IRenderedComponent<RowsView> Show(RowsModel rows) => Render<RowsView>(parameters => parameters
        .Add(view => view.Rows, rows)
        .Add(view => view.Read, number => Task.FromResult<PreviewRow?>(
            new PreviewRow(number, number, [new PreviewCell("answer", Long, IsCut: false)]))));

    private static RowsModel Rows(PreviewCell? cell = null, bool isCut = false) => new()
    {
        File = "labels.jsonl",
        Files = ["labels.jsonl"],
        Page = 1,
        Preview = new DataPreview
        {
            Container = "jsonl",
            Rows = [new PreviewRow(1, 1, [cell ?? new PreviewCell("answer", "a", IsCut: false)])],
            RowCount = 1,
            IsCut = isCut,
            Problem = null,
        },
        Inspection = new DataInspection
        {
            Path = "labels.jsonl",
            Container = "jsonl",
            Format = null,
            RowCount = 1,
            Columns = ["answer"],
            IsCut = isCut,
            FirstProblem = new InputProblem("labels.jsonl", 1, "has other columns"),
            Statistics = [],
            Corrections = null,
        },
        Problem = null,
        Bytes = 10,
    };
}
