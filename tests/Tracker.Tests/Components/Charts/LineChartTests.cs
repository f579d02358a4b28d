using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.Tracker.Tests.Components.Charts;

/// <summary>What the script is given, and when; how it draws is for the browser tests.</summary>
public sealed class LineChartTests : BunitContext
{
    private readonly ScriptHandle _handle;

    public LineChartTests()
    {
        var files = new DashboardAssets();
        Services.AddSingleton(files);
        _handle = new ScriptHandle(JSInterop, files.Url("charts.js"));
    }

    [Fact]
    public void Render_WithSeries_CreatesOnceWithAllOfThem()
    {
        Render([Series("a"), Series("b")]);

        var spec = Assert.Single(_handle.Created);
        Assert.Equal("line", spec.GetProperty("kind").GetString());
        Assert.Equal(
            ["a", "b"],
            spec.GetProperty("series").EnumerateArray().Select(series => series.GetProperty("id").GetString()));
        Assert.Empty(_handle.Updated);
    }

    [Fact]
    public void Render_WithValuesThatAreNotFinite_SendsGaps()
    {
        Render([Series("a") with { Y = [1, double.NaN, null], Low = [0, double.NegativeInfinity, null] }]);

        var series = _handle.Created.Single().GetProperty("series")[0];
        Assert.Equal("[1,null,null]", series.GetProperty("y").GetRawText());
        Assert.Equal("[0,null,null]", series.GetProperty("low").GetRawText());
        Assert.False(series.TryGetProperty("smooth", out _));
    }

    [Fact]
    public void Render_WithTheSameDataAgain_SendsNothing()
    {
        var chart = Render([Series("a")]);

        chart.Render(parameters => parameters.Add(view => view.Series, [Series("a")]));
        Assert.Empty(_handle.Updated);

        chart.Render(parameters => parameters.Add(view => view.Series, [Series("a") with { Y = [1, 2, 4] }]));
        Assert.Equal("[1,2,4]", Assert.Single(_handle.Updated).GetProperty("series")[0].GetProperty("y").GetRawText());
        Assert.Single(_handle.Created);
    }

    [Fact]
    public void Legend_Clicked_HidesAndShowsTheCurve()
    {
        var chart = Render([Series("a"), Series("b")]);

        chart.FindAll(".legend button")[1].Click();
        Assert.Equal("""["b"]""", _handle.Updated[^1].GetProperty("hidden").GetRawText());
        Assert.Equal("false", chart.FindAll(".legend button")[1].GetAttribute("aria-pressed"));

        chart.FindAll(".legend button")[1].Click();
        Assert.Equal("[]", _handle.Updated[^1].GetProperty("hidden").GetRawText());
    }

    [Fact]
    public async Task Zoomed_ByTheScript_TellsThePageAndOffersTheWayBack()
    {
        AxisRange? range = null;
        var chart = Render<LineChart>(parameters => parameters
            .Add(view => view.Title, "loss").Add(view => view.Series, [Series("a")])
            .Add(view => view.Zoomed, seen => range = seen));
        var canvas = chart.FindComponent<ChartCanvas>().Instance;

        await chart.InvokeAsync(() => canvas.OnZoomed(10, 20));
        Assert.Equal(new AxisRange(10, 20), range);
        Assert.NotEmpty(chart.FindAll("[aria-label='Show all of it']"));

        await chart.InvokeAsync(() => canvas.OnZoomed(null, null));
        Assert.Null(range);
        Assert.Empty(chart.FindAll("[aria-label='Show all of it']"));
    }

    [Fact]
    public void Render_Always_SaysItsNumbersInWordsAndInATable()
    {
        var chart = Render([Series("a") with { Low = [0.5, 1, 2], High = [1.5, 9, 4] }]);

        Assert.Equal("Line chart: loss. a from 1 to 3", chart.Find(".chart-host").GetAttribute("aria-label"));
        Assert.Equal(["3", "1", "0.5", "9", "3"], chart.FindAll("tbody td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void Render_WithoutSeries_SaysSoAndAsksNoScript()
    {
        var chart = Render([]);

        Assert.Equal("No values yet", chart.Find(".nothing").TextContent);
        Assert.Empty(_handle.Created);
    }

    [Fact]
    public async Task Dispose_OfTheChart_TakesTheScriptsPartDown()
    {
        Render([Series("a")]);

        await DisposeComponentsAsync();

        Assert.Equal(1, _handle.DisposedCount);
    }

    private static LineSeries Series(string id) =>
        new() { Id = id, Name = id, Color = ChartColor.Series(0), X = [0, 10, 20], Y = [1, 2, 3] };

    private IRenderedComponent<LineChart> Render(IReadOnlyList<LineSeries> series) =>
        Render<LineChart>(parameters => parameters.Add(view => view.Title, "loss").Add(view => view.Series, series));
}
