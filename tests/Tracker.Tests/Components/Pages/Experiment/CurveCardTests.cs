using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Hosting;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using WeakToStrong.Tracker.Tests.Components.Charts;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

public sealed class CurveCardTests : BunitContext
{
    private readonly ScriptHandle _handle;

    public CurveCardTests()
    {
        var files = new DashboardAssets();
        Services.AddSingleton(files);
        _handle = new ScriptHandle(JSInterop, files.Url("charts.js"));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0, false)]
    [InlineData(-0.5, false)]
    public void LogScale_OfValuesOf0OrLess_StaysLinearAndSaysSo(double least, bool isLog)
    {
        var card = Render<CurveCard>(parameters => parameters
            .Add(view => view.IsLog, true)
            .Add(view => view.Chart, new CurveChart
            {
                Metric = "kl",
                Part = CurvePart.Methods,
                Lines =
                [
                    new LineSeries { Id = "a", Name = "a", Color = "series-1", X = [1, 2, 3], Y = [1, least, null] },
                ],
                MoreLines = 0,
                Extent = new AxisRange(1, 3),
            }));

        var spec = Assert.Single(_handle.Created);
        Assert.Equal(isLog, spec.GetProperty("yAxis").GetProperty("log").GetBoolean());
        Assert.Equal(3, spec.GetProperty("series")[0].GetProperty("y").GetArrayLength());
        Assert.Equal(!isLog, card.Markup.Contains("has values of 0 or less", StringComparison.Ordinal));
    }
}
