using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.Tracker.Tests.Components.Charts;

public sealed class BarChartTests : BunitContext
{
    public BarChartTests()
    {
        var files = new DashboardAssets();
        Services.AddSingleton(files);
        _ = new ScriptHandle(JSInterop, files.Url("charts.js"));
    }

    [Fact]
    public void Render_WithoutBars_OffersNoPicture()
    {
        Assert.Empty(Show([]).FindAll("[aria-label='Save as PNG']"));
        Assert.Single(Show([Bar]).FindAll("[aria-label='Save as PNG']"));
    }

    [Fact]
    public void Table_OfABar_SaysWhatItsHeadsAreOf()
    {
        var heads = Show([Bar]).FindAll("th");

        Assert.Equal(["col", "col", "row"], heads.Select(head => head.GetAttribute("scope")));
    }

    private static IntervalBar Bar => new() { Id = "sft", Name = "sft", Color = "series-1", Value = 1 };

    private IRenderedComponent<BarChart> Show(IReadOnlyList<IntervalBar> bars) =>
        Render<BarChart>(parameters => parameters.Add(view => view.Title, "Quality").Add(view => view.Bars, bars));
}
