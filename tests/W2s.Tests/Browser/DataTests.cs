using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Artifacts and data as people look for them, over the store of a run that was really executed.</summary>
[Collection(SharedRealRun.Name)]
public sealed class DataTests(RealRunFixture shared)
{
    [Fact]
    public async Task List_NarrowedToModels_LeadsToOneWithItsFactsFilesAndLineage()
    {
        await using var page = await OpenAsync("/data");
        await page.Page.GetByLabel("Kind").SelectOptionAsync("Models");
        await Expect(page.Page).ToHaveURLAsync(new Regex("kind=model"));
        await page.Page.GetByLabel("Filter artifacts").FillAsync("dpo");
        await Expect(Rows(page)).ToHaveCountAsync(RealRun.SeedCount);

        await DpoOfSeedOne(page).ClickAsync();

        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("seed 1 / dpo");
        await Expect(page.Page.GetByText("LlamaForCausalLM")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".graph-host[data-drawn] .node.selected")).ToContainTextAsync("seed 1 / dpo");
        foreach (var step in (string[])["seed 1 / world", "seed 1 / dpo / answers to test"])
            await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = step, Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Graph_AStepPressed_OpensWhatItMade()
    {
        await using var page = await OpenAsync("/data?kind=model&filter=dpo");
        await DpoOfSeedOne(page).ClickAsync();

        await page.Page.Locator(".graph-host[data-drawn] .node", new() { HasTextString = "seed 1 / world" })
            .First.PressAsync("Enter");

        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("seed 1 / world");
        await Expect(page.Page.Locator("h2", new() { HasTextString = "Rows" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Download_OfAFileAndOfAll_AreTheBytes()
    {
        await using var page = await OpenAsync("/data?kind=report");
        await Rows(page).First.GetByRole(AriaRole.Link).First.ClickAsync();

        var file = await page.Page.RunAndWaitForDownloadAsync(
            () => page.Page.GetByRole(AriaRole.Link, new() { Name = "report.json" }).ClickAsync());
        var all = await page.Page.RunAndWaitForDownloadAsync(
            () => page.Page.GetByRole(AriaRole.Link, new() { Name = "Download all" }).ClickAsync());

        Assert.Equal("report.json", file.SuggestedFilename);
        Assert.Contains(
            "\"reportDigest\"", await File.ReadAllTextAsync(await file.PathAsync()), StringComparison.Ordinal);
        Assert.EndsWith(".tar", all.SuggestedFilename, StringComparison.Ordinal);
        Assert.True(new FileInfo(await all.PathAsync()).Length > 1024);
    }

    [Fact]
    public async Task DataSet_Opened_ShowsItsRowsPageByPage()
    {
        await using var page = await OpenAsync("/data?kind=data");
        await Rows(page).Filter(new() { HasTextString = "student_corpus" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Page.Locator("tr[data-number='1']")).ToBeVisibleAsync();

        await page.Page.GetByLabel("Next page").ClickAsync();

        await Expect(page.Page.Locator("tr[data-number='51']")).ToBeVisibleAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex("rows=2"));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Address_OfNothing_SaysSo()
    {
        var run = shared.Run;
        await using var page = await WatchedPage.OpenAsync(shared.Browser, run.Address, "/data/abc");

        await Expect(page.Page.GetByText("Nothing has this digest")).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Show all artifacts" }).ClickAsync();
        await Expect(Rows(page).First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Pages_InEveryForm_AreSound(int width, ColorScheme scheme)
    {
        var form = $"{scheme.ToString().ToLowerInvariant()}-{width}";
        var run = shared.Run;
        await using var page = await WatchedPage.OpenAsync(
            shared.Browser, run.Address, "/data?kind=model&filter=dpo", width, scheme);
        await page.AliveAsync();
        await page.SnapAsync($"data-{form}");
        var address = await DpoOfSeedOne(page).GetAttributeAsync("href");
        await page.AssertSoundAsync();

        await using var one = await WatchedPage.OpenAsync(shared.Browser, run.Address, address!, width, scheme);
        await one.Page.Locator(".graph-host[data-drawn]").WaitForAsync();
        await one.SnapAsync($"data-model-{form}");
        await one.AssertSoundAsync();
    }

    private static ILocator Rows(WatchedPage page) => page.Page.Locator("tbody tr[data-row]");

    private static ILocator DpoOfSeedOne(WatchedPage page) =>
        page.Page.GetByRole(AriaRole.Link, new() { Name = "seed 1 / dpo", Exact = true });

    private async Task<WatchedPage> OpenAsync(string path)
    {
        var run = shared.Run;
        var page = await WatchedPage.OpenAsync(shared.Browser, run.Address, path);
        await page.AliveAsync();
        await Expect(Rows(page).First).ToBeVisibleAsync();
        return page;
    }
}
