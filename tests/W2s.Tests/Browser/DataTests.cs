using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Artifacts and data as people look for them, over a store in which the tiny experiment was run.</summary>
[Collection(SharedDashboard.Name)]
public sealed class DataTests(DashboardFixture dashboard, MadeStore made) : IClassFixture<MadeStore>
{
    [Fact]
    public async Task List_NarrowedToModels_LeadsToOneWithItsFactsFilesAndLineage()
    {
        await using var page = await OpenAsync("/data");
        await page.Page.GetByLabel("Kind").SelectOptionAsync("Models");
        await Expect(page.Page).ToHaveURLAsync(new Regex("kind=model"));
        await page.Page.GetByLabel("Filter artifacts").FillAsync("dpo");
        await Expect(Rows(page)).ToHaveCountAsync(1);

        await Rows(page).First.GetByRole(AriaRole.Link).First.ClickAsync();

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
        await Rows(page).First.GetByRole(AriaRole.Link).First.ClickAsync();

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
    public async Task Labels_Opened_ShowTheirRowsPageByPage()
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
        await using var page = await WatchedPage.OpenAsync(dashboard.Browser, made.Address, "/data/abc");

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
        await using var page = await WatchedPage.OpenAsync(
            dashboard.Browser, made.Address, "/data?kind=model&filter=dpo", width, scheme);
        await page.AliveAsync();
        await page.SnapAsync($"data-{form}");
        var address = await Rows(page).First.GetByRole(AriaRole.Link).First.GetAttributeAsync("href");
        await page.AssertSoundAsync();

        await using var one = await WatchedPage.OpenAsync(dashboard.Browser, made.Address, address!, width, scheme);
        await one.Page.Locator(".graph-host[data-drawn]").WaitForAsync();
        await one.SnapAsync($"data-model-{form}");
        await one.AssertSoundAsync();
    }

    private static ILocator Rows(WatchedPage page) => page.Page.Locator("tbody tr[data-row]");

    private async Task<WatchedPage> OpenAsync(string path)
    {
        var page = await WatchedPage.OpenAsync(dashboard.Browser, made.Address, path);
        await page.AliveAsync();
        await Expect(Rows(page).First).ToBeVisibleAsync();
        return page;
    }
}

/// <summary>A server over a store in which the tiny experiment has been run.</summary>
public sealed class MadeStore : IAsyncLifetime, IDisposable
{
    private readonly TinyExperiment _tiny = new();
    private DashboardServer? _server;

    public Uri Address => _server!.Address;

    public async Task InitializeAsync()
    {
        await _tiny.InitializeAsync();
        _server = await DashboardServer.StartAsync(_tiny.Store);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    public void Dispose() => _tiny.Dispose();
}
