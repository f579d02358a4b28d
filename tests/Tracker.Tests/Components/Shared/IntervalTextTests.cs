using Bunit;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Tests.Components.Shared;

public sealed class IntervalTextTests : BunitContext
{
    [Fact]
    public void Render_OfSeveralSeeds_HasMeanAndEnds()
    {
        var interval = Render(new MeanInterval { Mean = 0.6249, Low = 0.51, High = 0.734, N = 3 });

        Assert.Equal("0.62", interval.Find(".mean").TextContent);
        Assert.Equal("[0.51, 0.73]", interval.Find(".range").TextContent);
        Assert.Contains("3 seeds", interval.Find(".interval").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OfOneSeed_HasNoInterval()
    {
        var interval = Render(new MeanInterval { Mean = 0.5, Low = null, High = null, N = 1 });

        Assert.Equal("0.50", interval.Find(".mean").TextContent);
        Assert.Empty(interval.FindAll(".range"));
    }

    [Fact]
    public void Render_OfNothing_SaysWhy()
    {
        var interval = Render<IntervalText>(parameters => parameters
            .Add(text => text.Value, null).Add(text => text.Why, "no gap is clear"));

        Assert.Equal("no gap is clear", interval.Find(".none").GetAttribute("title"));
    }

    private IRenderedComponent<IntervalText> Render(MeanInterval value) =>
        Render<IntervalText>(parameters => parameters.Add(text => text.Value, value));
}
