using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Experiments.Statistics;
using WeakToStrong.Tracker.Components.Pages.Compare;
using WeakToStrong.Tracker.Components.Shared;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Compare;

/// <summary>What the tables of a comparison show, and where they lead.</summary>
public sealed class CompareViewTests : BunitContext
{
    private static readonly MeanInterval Some = new() { Mean = 0.6, Low = 0.5, High = 0.7, N = 3 };

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Theory]
    [InlineData(0.1, 0.05, 0.15, "better", "▲", "better by")]
    [InlineData(-0.1, -0.15, -0.05, "worse", "▼", "worse by")]
    public void Delta_WhoseIntervalExcludes0_IsMarked(
        double mean, double low, double high, string look, string sign, string words)
    {
        var delta = Render<DeltaText>(parameters => parameters.Add(
            view => view.Delta, Delta(mean, low, high, isSignificant: true)));

        Assert.NotNull(delta.Find($".delta.{look}"));
        Assert.Equal(sign, delta.Find("[aria-hidden]").TextContent);
        Assert.Equal(words, delta.Find(".visually-hidden").TextContent);
    }

    [Fact]
    public void Delta_WhoseIntervalContains0_IsNotMarked()
    {
        var delta = Render<DeltaText>(parameters => parameters.Add(
            view => view.Delta, Delta(0.1, -0.05, 0.25, isSignificant: false)));

        Assert.NotNull(delta.Find(".delta.unclear"));
        Assert.Empty(delta.FindAll("[aria-hidden]"));
        Assert.Contains("+0.100", delta.Markup, StringComparison.Ordinal);
        Assert.Contains("[−0.050, +0.250]", delta.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Delta_OfOneSeed_SaysThatNothingIsTold()
    {
        var delta = Render<DeltaText>(parameters => parameters.Add(
            view => view.Delta, Delta(0.1, null, null, isSignificant: false)));

        Assert.StartsWith("One seed", delta.Find(".delta").GetAttribute("title"), StringComparison.Ordinal);
        Assert.Empty(delta.FindAll(".range"));
    }

    [Fact]
    public void Delta_OfFewerSeedsThanAreShown_SaysSo()
    {
        var difference = new MeanInterval { Mean = 0.1, Low = null, High = null, N = 1 };

        var delta = Render<DeltaText>(parameters => parameters.Add(
            view => view.Delta, new DeltaView(difference, IsPaired: true, IsSignificant: false, SeedCount: 3)));

        Assert.Equal("paired, 1 of 3 seeds", delta.Find(".seeds").TextContent);
        Assert.Contains("Only the seeds that both have", delta.Markup, StringComparison.Ordinal);
        Assert.Empty(Render<DeltaText>(parameters => parameters.Add(
            view => view.Delta, Delta(0.1, 0.05, 0.15, isSignificant: true))).FindAll(".seeds"));
    }

    [Fact]
    public void Pin_Pressed_PinsAndUnpins()
    {
        var view = Results(isPinned: false);
        view.Find("button[aria-label='Pin sft as baseline']").Click();
        Assert.EndsWith("baseline=run~sft", Uri.UnescapeDataString(Navigation.Uri), StringComparison.Ordinal);

        Results(isPinned: true).Find("button[aria-label='Unpin sft']").Click();
        Assert.DoesNotContain("baseline", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_Always_ShowTheirSeedsAndWhyThereIsNoPgr()
    {
        var cells = Results(isPinned: false).FindAll("tbody td");

        Assert.Equal("3", cells[2].TextContent.Trim());
        var why = cells[6].QuerySelector(".none")!.GetAttribute("title");
        Assert.StartsWith("No seed has a gap", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WithEqualOnes_MarkWhatDiffers()
    {
        var options = Options([new("a", true, ["1"]), new("b", false, ["2", null])], equalCount: 1);

        Assert.Equal(["1", "1"], options.FindAll("tr.equal td").Select(cell => cell.TextContent));
        Assert.Equal(["2", "–"], options.FindAll("tr.differs td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void Options_AllEqualAndHidden_SaySo() =>
        Assert.Equal("All options are equal", Options([], equalCount: 7).Find("h2").TextContent);

    [Fact]
    public void HideEqual_Switched_StandsInTheAddress()
    {
        Options([new("a", true, ["1"])], equalCount: 1).Find("input[role=switch]").Change(false);

        Assert.EndsWith("equal=show", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Slider_MovedBeyondItsEnd_StopsThere()
    {
        var told = -1;
        var slider = Render<Slider>(parameters => parameters
            .Add(view => view.Label, "Smoothing").Add(view => view.Max, 99)
            .Add(view => view.ValueChanged, value => told = value));

        slider.Find("input").Change("140");

        Assert.Equal(99, told);
    }

    [Theory]
    [InlineData(null, false, 0, null)]
    [InlineData("3~9.5", true, 99, "low~dpo")]
    [InlineData("9~3", false, 0, "low~dpo~more")]
    [InlineData("a~NaN", false, 0, "low")]
    public void Query_OfAnAddress_TakesWhatIsRight(string? zoom, bool isZoomed, int smoothing, string? baseline)
    {
        var query = new CompareQuery
        {
            Runs = "a~b~a",
            Zoom = zoom,
            Smooth = isZoomed ? "1000" : "x",
            Baseline = baseline,
            Show = "nonsense",
            X = "wall",
        };

        Assert.Equal(["a", "b"], query.RunNames);
        Assert.Equal(isZoomed, query.ZoomRange is not null);
        Assert.Equal(smoothing, query.Smoothing);
        Assert.Equal(baseline == "low~dpo", query.Pinned is not null);
        Assert.Equal((CompareView.Glance, CurveX.Wall, 1), (query.View, query.Axis, query.Page));
    }

    private static DeltaView Delta(double mean, double? low, double? high, bool isSignificant) =>
        new(new MeanInterval { Mean = mean, Low = low, High = high, N = 3 }, IsPaired: true, isSignificant, 3);

    private IRenderedComponent<ResultsView> Results(bool isPinned) => Render<ResultsView>(parameters => parameters
        .Add(view => view.Query, new CompareQuery { Runs = "run", Baseline = isPinned ? "run~sft" : null })
        .Add(view => view.Runs,
        [
            new RunTitle
            {
                Id = Guid.Empty,
                Label = "a",
                Color = "series-1",
                Tag = "a",
                Status = RunStatus.Completed,
                IsHeld = false,
                Failure = null,
            },
        ])
        .Add(view => view.Model, new ResultsModel
        {
            BaselineName = isPinned ? "sft" : null,
            IsBaselineMissing = false,
            TotalCount = 1,
            Rows =
            [
                new ResultRow
                {
                    Id = "run~sft",
                    Run = 0,
                    System = "sft",
                    Color = "system-sft",
                    SeedCount = 3,
                    IsBaseline = isPinned,
                    Values = [new(Some, null), new(Some, null), new(Some, null), new(null, null)],
                },
            ],
        }));

    private IRenderedComponent<OptionsView> Options(IReadOnlyList<OptionLine> lines, int equalCount) =>
        Render<OptionsView>(parameters => parameters
            .Add(view => view.Query, new CompareQuery())
            .Add(view => view.RunCount, 2)
            .Add(view => view.Model, new OptionsModel
            {
                Columns = ["x", "y"], Lines = lines, EqualCount = equalCount, Note = null,
            }));
}
