using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WeakToStrong.Tracker.Tests.Components.Pages.Compare;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Comparing as people do it.</summary>
[Collection(SharedDashboard.Name)]
public sealed class CompareTests(DashboardFixture dashboard)
{
    private const string OneRun = $"/compare?runs={ComparedRuns.Low}";
    private const string TwoRuns = $"/compare?runs={ComparedRuns.Low}~{ComparedRuns.High}";

    [Fact]
    public async Task Runs_NoneOfThemThere_OthersCanBeChosen()
    {
        await using var page = await WatchedPage.OpenAsync(dashboard.Browser, dashboard.Address, "/compare?runs=gone");
        await page.AliveAsync();

        await Expect(page.Page.GetByText("Left out: there is no run 'gone'")).ToBeVisibleAsync();
        await page.Page.Locator("main .state").GetByRole(AriaRole.Button, new() { Name = "Choose runs" })
            .ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Address_Copied_IsToldToWhoDoesNotSee()
    {
        await using var page = await OpenAsync(OneRun);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the address of this view" }).ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Copied" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Methods_OfOneRun_AreComparedAtAGlance()
    {
        await using var page = await OpenAsync(OneRun);

        foreach (var method in (string[])["sft", "dpo", "rlhf"])
            await Expect(page.Page.Locator(".heatmap tbody th", new() { HasTextString = method })).ToHaveCountAsync(1);
        await Expect(page.Page.Locator(".chart-host[data-drawn]")).ToHaveCountAsync(3);
        await Expect(page.Page.GetByLabel(new Regex("Performance gap recovered.*dpo"))).ToBeVisibleAsync();
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Baseline_Pinned_ShowsDifferencesAndStandsInTheAddress()
    {
        await using var page = await OpenAsync($"{TwoRuns}&view=results");
        await Expect(page.Page.Locator(".delta")).ToHaveCountAsync(0);

        await page.Page.GetByLabel("Pin sft of compare-low-beta as baseline").ClickAsync();

        await Expect(page.Page.GetByText("Differences to")).ToContainTextAsync("sft · compare-low-beta");
        await Expect(page.Page.Locator("tr.pinned .delta")).ToHaveCountAsync(0);
        await Expect(Row(page, "ceiling").First.Locator(".delta.better").First).ToBeVisibleAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex("baseline="));
        await AssertSameElsewhereAsync(page, "tbody");
    }

    [Fact]
    public async Task Options_Opened_ShowWhatDiffersAndAllWhenAskedTo()
    {
        await using var page = await OpenAsync($"{TwoRuns}&view=options");
        await Expect(page.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("tbody tr")).ToContainTextAsync("methods.dpo.beta");

        await page.Page.GetByText("Hide equal").ClickAsync();

        await Expect(page.Page.Locator("tr.equal").First).ToBeVisibleAsync();
        await AssertSameElsewhereAsync(page, "tbody");
    }

    [Fact]
    public async Task Table_Downloaded_IsWhatIsShown()
    {
        await using var page = await OpenAsync($"{TwoRuns}&view=results&baseline={ComparedRuns.Low}~sft");

        var download = await page.Page.RunAndWaitForDownloadAsync(
            () => page.Page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());

        Assert.Equal("compare-results.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.StartsWith("run,run_id,system,seeds,baseline,quality", lines[0], StringComparison.Ordinal);
        Assert.Equal(13, lines.Length);
        Assert.Contains(lines, line => line.StartsWith(
            $"compare-low-beta,{ComparedRuns.Low},sft,3,True", StringComparison.Ordinal));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Smoothing_Chosen_ChangesTheDrawnLineAndKeepsTheRawOne()
    {
        await using var page = await OpenAsync($"{OneRun}&view=curves&steps=sft");
        var raw = await PictureAsync(page);

        await page.Page.GetByLabel("Smoothing").FillAsync("95");

        await Expect(page.Page).ToHaveURLAsync(new Regex("smooth=95"));
        await Expect(page.Page.Locator("output")).ToHaveTextAsync("0.95");
        await page.Page.WaitForFunctionAsync(
            "before => document.querySelector('.chart-host canvas').toDataURL() !== before", raw);
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Curves_ZoomedInto_AreZoomedElsewhereToo()
    {
        await using var page = await OpenAsync($"{OneRun}&view=curves&steps=sft");
        var box = (await page.Page.Locator(".chart-host canvas").BoundingBoxAsync())!;

        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.4f), box.Y + 100);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.6f), box.Y + 120, new() { Steps = 4 });
        await page.Page.Mouse.UpAsync();

        await Expect(page.Page).ToHaveURLAsync(new Regex("zoom=[0-9.]+~[0-9.]+"));
        await using var other = await OpenAsync(new Uri(page.Page.Url).PathAndQuery);
        await Expect(other.Page.GetByRole(AriaRole.Button, new() { Name = "Show all of it" })).ToBeVisibleAsync();
        await Expect(other.Page.Locator(".chart-host[data-zoomed=true]")).ToHaveCountAsync(1);

        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Show all of it" }).ClickAsync();
        await Expect(other.Page).Not.ToHaveURLAsync(new Regex("zoom="));
    }

    [Fact]
    public async Task Runs_SearchedForAndChosen_AreCompared()
    {
        await using var page = await OpenAsync("/compare");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Choose runs" }).First.ClickAsync();
        await page.Page.GetByLabel("Search runs").FillAsync("name ~ high-beta or name ~ broken");
        await page.Page.GetByLabel(new Regex("compare-high-beta")).CheckAsync();
        await page.Page.GetByLabel(new Regex("compare-broken")).CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await Expect(page.Page.Locator(".runs a")).ToHaveTextAsync(["compare-high-beta", "compare-broken"]);
        await Expect(page.Page.GetByText("failed before its report was made")).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove compare-broken" }).ClickAsync();
        await Expect(page.Page.Locator(".runs a")).ToHaveTextAsync(["compare-high-beta"]);
        // A notice of the broken run comes and goes above what is compared.
        await page.AllowShiftsSoFarAsync();
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Search_WithAMistake_SaysSoAndTheDialogKeepsItsPlace()
    {
        await using var page = await OpenAsync("/compare");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Choose runs" }).First.ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Checkbox).First).ToBeVisibleAsync();
        var place = (await dialog.BoundingBoxAsync())!;

        await page.Page.GetByLabel("Search runs").FillAsync("status = nonsense");

        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Character 10");
        var placeAfter = (await dialog.BoundingBoxAsync())!;
        Assert.Equal((place.Y, place.Height), (placeAfter.Y, placeAfter.Height));
        await page.SnapAsync("compare-picker-problem");
        await page.AssertSoundAsync();
    }

    private static ILocator Row(WatchedPage page, string system) =>
        page.Page.Locator("tbody tr", new() { HasTextString = system });

    private static Task<string> PictureAsync(WatchedPage page) => page.Page.EvaluateAsync<string>(
        "() => document.querySelector('.chart-host canvas').toDataURL()");

    /// <summary>Somebody else who opens the address sees the same.</summary>
    private async Task AssertSameElsewhereAsync(WatchedPage page, string part)
    {
        await using var other = await OpenAsync(new Uri(page.Page.Url).PathAndQuery);
        await Expect(other.Page.Locator(part)).ToHaveTextAsync(await page.Page.Locator(part).InnerTextAsync(), new()
        {
            UseInnerText = true,
        });
        await other.AssertSoundAsync();
    }

    private async Task<WatchedPage> OpenAsync(string path)
    {
        var page = await WatchedPage.OpenAsync(dashboard.Browser, dashboard.Address, path);
        await page.AliveAsync();
        await page.Page.Locator("main h1").WaitForAsync();
        await page.Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.chart-host:not(.nothing)')].every(host => host.dataset.drawn)");
        return page;
    }
}
