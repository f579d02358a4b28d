using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>The list of experiments as people use it.</summary>
[Collection(SharedDashboard.Name)]
public sealed class ExperimentsTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task Filter_Typed_NarrowsTheListAndStandsInTheAddress()
    {
        await using var page = await OpenAsync("/");

        await page.Page.GetByLabel("Filter experiments").FillAsync(StoreSeed.Failed);

        await Expect(Rows(page).First).ToContainTextAsync(StoreSeed.Failed);
        await Expect(page.Page.Locator(".pager .count")).ToContainTextAsync("of 13");
        await Expect(page.Page).ToHaveURLAsync(new Regex($"filter={StoreSeed.Failed}"));
        await page.AllowShiftsSoFarAsync();
        await page.AssertSoundAsync();
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1024)]
    [InlineData(1440)]
    public async Task Names_AtAnyWidth_HaveRoom(int width)
    {
        await using var page = await OpenAsync("/");
        await page.Page.SetViewportSizeAsync(width, 900);

        var names = page.Page.Locator("[data-open]");
        await Expect(names.First).ToBeVisibleAsync();

        foreach (var name in await names.AllAsync())
            Assert.InRange((await name.BoundingBoxAsync())!.Width, 100, width);
    }

    [Fact]
    public async Task Search_WithOrAndANumber_FindsWhatItMeans()
    {
        await using var page = await OpenAsync("/");
        var box = page.Page.GetByLabel("Filter experiments");

        // 13 are called so; of the 11 that lasted so long, 2 are among them.
        await box.FillAsync($"name = {StoreSeed.Cancelled} or duration > 12m");
        await Expect(page.Page.Locator(".pager .count")).ToContainTextAsync("of 22");
        await box.FillAsync("status = failedd");

        await Expect(page.Page.Locator("mark")).ToHaveTextAsync("failedd");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Character 10");
        await Expect(Rows(page).First).ToContainTextAsync(StoreSeed.Cancelled[..20]);
    }

    [Fact]
    public async Task Search_Begun_IsCompletedByKey()
    {
        await using var page = await OpenAsync("/");
        var box = page.Page.GetByLabel("Filter experiments");

        await box.PressSequentiallyAsync("stat");
        await Expect(page.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("status");
        await box.PressAsync("ArrowDown");
        await box.PressAsync("Enter");

        await Expect(box).ToHaveValueAsync("status ");
        await Expect(page.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("=");
    }

    [Fact]
    public async Task Search_TypedOnBeforeTheAnswer_IsCompletedAsItStands()
    {
        await using var page = await OpenAsync("/");
        var box = page.Page.GetByLabel("Filter experiments");
        var (hasCome, mayBeTold) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.Page.RouteAsync(new Regex(@"/completion\?text=stat&"), async route =>
        {
            var answer = await route.FetchAsync();
            hasCome.TrySetResult();
            await mayBeTold.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });

        await box.PressSequentiallyAsync("stat");
        await hasCome.Task;
        await box.PressAsync("u");
        mayBeTold.SetResult();
        await Expect(page.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("status");
        await box.PressAsync("ArrowDown");
        await box.PressAsync("Enter");

        await Expect(box).ToHaveValueAsync("status ");
    }

    [Fact]
    public async Task Search_TypedOnWithoutAnAnswer_KeepsWhatStillFits()
    {
        await using var page = await OpenAsync("/");
        var box = page.Page.GetByLabel("Filter experiments");
        var options = page.Page.GetByRole(AriaRole.Option);

        await box.PressSequentiallyAsync("s");
        await Expect(options.Filter(new() { HasText = "started" }).First).ToBeVisibleAsync();
        await page.Page.RouteAsync(new Regex("/completion"), _ => Task.CompletedTask);
        await box.PressSequentiallyAsync("tatu");
        await Expect(options).ToHaveCountAsync(1);
        await box.PressAsync("ArrowDown");
        await box.PressAsync("Enter");
        await Expect(box).ToHaveValueAsync("status ");

        // Of the next word nothing is known yet: what is still there is not taken.
        await Expect(options).ToHaveCountAsync(1);
        await box.PressAsync("ArrowDown");
        await box.PressAsync("Enter");
        await Expect(box).ToHaveValueAsync("status ");

        await page.Page.UnrouteAllAsync();
        await page.Page.RouteAsync(
            new Regex("/completion"), route => route.FulfillAsync(new RouteFulfillOptions { Status = 503 }));
        await box.PressAsync("x");
        await Expect(options).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Address_OpenedInAnotherBrowser_ShowsTheSame()
    {
        await using var page = await OpenAsync("/");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Name" }).ClickAsync();
        await Expect(page.Page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("Name");
        await page.Page.GetByLabel("Next page").ClickAsync();
        await Expect(page.Page.Locator(".pager .page")).ToContainTextAsync("2 of 2");
        var names = await NamesAsync(page);

        await using var other = await OpenAsync(new Uri(page.Page.Url).PathAndQuery);

        Assert.Equal(names, await NamesAsync(other));
        await Expect(other.Page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("Name");
    }

    [Fact]
    public async Task Rows_ChosenByKey_CanBeCompared()
    {
        await using var page = await OpenAsync("/");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Compare" })).ToBeDisabledAsync();

        var boxes = Rows(page).GetByRole(AriaRole.Checkbox);
        await boxes.First.FocusAsync();
        await page.Page.Keyboard.PressAsync(" ");
        await Expect(boxes.First).ToBeCheckedAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync(" ");
        // To the row's link, and to the next row.
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(Rows(page).Nth(1).Locator("[data-open]")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync(" ");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Compare 3" }).ClickAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex(@"/compare\?runs="));
    }

    [Fact]
    public async Task List_WhenARunIsLaunchedElsewhere_ShowsItByItself()
    {
        using var store = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(store.Path);
        await using var page = await (await WatchedPage.OpenAsync(dashboard.Browser, server.Address, "/")).AliveAsync();
        await Expect(page.Page.GetByText("No experiments yet")).ToBeVisibleAsync();
        await page.SnapAsync("experiments-empty-light-1440");

        await StoreSeed.AddAsync(store.Path, 3);

        await Expect(Rows(page)).ToHaveCountAsync(3);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Page_WhenTheServerIsRestarted_ComesBackByItself()
    {
        using var store = new TemporaryFolder();
        await using var first = await DashboardServer.StartAsync(store.Path);
        await using var page = await (await WatchedPage.OpenAsync(dashboard.Browser, first.Address, "/")).AliveAsync();
        await Expect(page.Page.GetByText("No experiments yet")).ToBeVisibleAsync();

        await first.StopAsync();
        await Expect(page.Page.Locator("#components-reconnect-modal [data-state=waiting]")).ToBeVisibleAsync();
        await page.SnapAsync("connection-lost-light-1440");
        await StoreSeed.AddAsync(store.Path, 2);
        await using var second = await DashboardServer.StartAsync(store.Path, first.Address.Port);

        await Expect(Rows(page)).ToHaveCountAsync(2);
        await Expect(page.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Theme_Switched_IsKept()
    {
        await using var page = await OpenAsync("/");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.Page.ReloadAsync();

        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }))
            .ToHaveAttributeAsync("aria-pressed", "true");
    }

    private static ILocator Rows(WatchedPage page) => page.Page.Locator("tbody tr[data-row]");

    private static async Task<IReadOnlyList<string>> NamesAsync(WatchedPage page)
    {
        await Expect(page.Page.Locator(".pager .page")).ToContainTextAsync("2 of 2");
        return await page.Page.Locator("tbody a[data-open]").AllInnerTextsAsync();
    }

    private async Task<WatchedPage> OpenAsync(string path)
    {
        var page = await WatchedPage.OpenAsync(dashboard.Browser, dashboard.Address, path);
        await page.AliveAsync();
        await Expect(Rows(page).First).ToBeVisibleAsync();
        return page;
    }
}
