using Bunit;
using Microsoft.AspNetCore.Components;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Tests.Components.Shared;

public sealed class DataTableTests : BunitContext
{
    private static readonly Row[] Rows = [new("a", 2), new("b", 1)];

    private SortOrder? _sort;
    private IReadOnlySet<string>? _selected;

    [Fact]
    public void Render_WithRows_HasOneForEachAndItsColumns()
    {
        var table = Render(Rows);

        Assert.Equal(["Name", "Value"], table.FindAll("th:not(.select)").Select(head => head.TextContent.Trim()));
        Assert.Equal(["a", "2", "b", "1"], table.FindAll("td:not(.select)").Select(cell => cell.TextContent));
        Assert.Equal("Things", table.Find("caption").TextContent);
    }

    [Fact]
    public void Render_BeforeThereAreRows_IsBusyAndAsHighAsItWillBe()
    {
        var table = Render(null);

        Assert.Equal("true", table.Find("table").GetAttribute("aria-busy"));
        Assert.Equal(3, table.FindAll("tr.skeleton").Count);
        Assert.Empty(table.FindAll(".empty"));
    }

    [Fact]
    public void Render_WithoutRows_SaysSo()
    {
        var table = Render([]);

        Assert.Equal("nothing here", table.Find(".empty").TextContent);
        Assert.Empty(table.FindAll("tbody tr"));
    }

    [Fact]
    public void Head_ClickedAgainAndAgain_SortsAsTheColumnReadsBestThenTheOtherWay()
    {
        var table = Render(Rows);

        Click(table, "Value");
        Assert.Equal(new SortOrder("value", IsDescending: true), _sort);
        Click(table, "Value");
        Assert.Equal(new SortOrder("value", IsDescending: false), _sort);
        Assert.Equal("ascending", HeadOf(table, "Value").GetAttribute("aria-sort"));
        Assert.Null(HeadOf(table, "Name").GetAttribute("aria-sort"));
    }

    [Fact]
    public void Checkbox_OfARow_AddsAndRemovesIt()
    {
        var table = Render(Rows);

        table.FindAll("td.select input")[1].Change(true);
        Assert.Equal(["b"], _selected!);
        Assert.True(table.FindAll("td.select input")[1].HasAttribute("checked"));
        table.FindAll("td.select input")[1].Change(false);
        Assert.Empty(_selected!);
    }

    [Fact]
    public void Checkbox_OfAll_LeavesWhatIsOnOtherPages()
    {
        _selected = new HashSet<string> { "z" };
        var table = Render(Rows);

        table.Find("th.select input").Change(true);
        Assert.Equal(["a", "b", "z"], _selected.Order());
        table.Find("th.select input").Change(false);
        Assert.Equal(["z"], _selected);
    }

    [Fact]
    public void Checkboxes_OfRows_CanBeReachedByTabAndSayWhatTheySelect()
    {
        var boxes = Render(Rows).FindAll("td.select input");

        Assert.All(boxes, box => Assert.False(box.HasAttribute("tabindex")));
        Assert.Equal(["Select a", "Select b"], boxes.Select(box => box.GetAttribute("aria-label")));
    }

    [Fact]
    public void Rows_OnceAsManyAsMayBeAreSelected_CanOnlyBeUnselected()
    {
        _selected = new HashSet<string> { "z" };
        var table = Render(Rows, maxSelected: 2);

        table.Find("th.select input").Change(true);

        Assert.Equal(["a", "z"], _selected.Order());
        Assert.Equal(
            [false, true], table.FindAll("td.select input").Select(box => box.HasAttribute("disabled")));
    }

    private static AngleSharp.Dom.IElement HeadOf(IRenderedComponent<DataTable<Row>> table, string title) =>
        table.FindAll("th").Single(head => head.TextContent.Trim() == title);

    private static void Click(IRenderedComponent<DataTable<Row>> table, string title) =>
        table.FindAll("th button").Single(head => head.TextContent.Trim() == title).Click();

    private IRenderedComponent<DataTable<Row>> Render(
        IReadOnlyList<Row>? rows, int maxSelected = int.MaxValue)
    {
        IRenderedComponent<DataTable<Row>> table = null!;
        table = Render<DataTable<Row>>(parameters => parameters
            .Add(view => view.Rows, rows)
            .Add(view => view.Key, row => row.Name)
            .Add(view => view.Caption, "Things")
            .Add(view => view.SkeletonCount, 3)
            .Add(view => view.MaxSelected, maxSelected)
            .Add(view => view.Empty, "nothing here")
            .Add(view => view.Selected, _selected)
            .Add(view => view.SortChanged, sort => table.Render(again => again.Add(view => view.Sort, _sort = sort)))
            .Add(view => view.SelectedChanged, keys =>
                table.Render(again => again.Add(view => view.Selected, _selected = keys)))
            .Add(view => view.Columns, builder =>
            {
                builder.OpenRegion(0);
                AddColumn(builder, "Name", "name", isDescending: false, row => row.Name);
                builder.CloseRegion();
                builder.OpenRegion(1);
                AddColumn(builder, "Value", "value", isDescending: true, row => $"{row.Value}");
                builder.CloseRegion();
            }));
        return table;
    }

    private static void AddColumn(
        Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder,
        string title, string sort, bool isDescending, Func<Row, string> text)
    {
        builder.OpenComponent<Column<Row>>(0);
        builder.AddComponentParameter(1, nameof(Column<>.Title), title);
        builder.AddComponentParameter(2, nameof(Column<>.Sort), sort);
        builder.AddComponentParameter(3, nameof(Column<>.IsDescendingFirst), isDescending);
        RenderFragment<Row> content = row => cell => cell.AddContent(0, text(row));
        builder.AddComponentParameter(4, nameof(Column<>.ChildContent), content);
        builder.CloseComponent();
    }

    private sealed record Row(string Name, int Value);
}
