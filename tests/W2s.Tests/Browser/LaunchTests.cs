using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>From a template to a run, as people do it.</summary>
[Collection(SharedDashboard.Name)]
public sealed class LaunchTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task Template_WithAnErrorOnTheWay_IsCorrectedAndLaunched()
    {
        using var store = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(store.Path);
        await using var page = await OpenAsync(server.Address, "/launch?template=quickstart");

        await Field(page, "methods.1.beta").FillAsync("1000");

        await Expect(Problems(page)).ToContainTextAsync("experiment.yaml:13");
        await Expect(Problems(page)).ToContainTextAsync("methods.dpo.beta is 1000; allowed is 0.0001 to 100");
        await Expect(Option(page, "methods.1.beta").Locator(".problem")).ToContainTextAsync("is 1000");
        await Expect(Lines(page).Nth(12).Locator(".cm-lintRange-error").First).ToBeVisibleAsync();
        await Expect(LaunchButton(page)).ToBeDisabledAsync();
        await page.SnapAsync("launch-problem-light-1440");

        await Field(page, "methods.1.beta").FillAsync("0.2");
        await Expect(Problems(page)).ToContainTextAsync("Nothing is wrong");
        await page.AllowShiftsSoFarAsync();
        await Expect(page.Page.Locator(".facts")).ToContainTextAsync("to run");
        await Expect(page.Page.Locator(".graph-host[data-drawn] .node").First).ToBeVisibleAsync();
        await page.AssertSoundAsync();
        await LaunchButton(page).ClickAsync();

        await Expect(page.Page).ToHaveURLAsync(new Regex("/runs/[0-9a-f]{32}$"));
    }

    [Fact]
    public async Task Views_OfOneText_FollowEachOther()
    {
        await using var page = await OpenAsync(dashboard.Address, "/launch?template=quickstart");

        await Field(page, "seeds").FillAsync("7, 8");
        await Expect(Lines(page).Nth(3)).ToHaveTextAsync("seeds: [7, 8]");

        await Lines(page).Nth(3).ClickAsync();
        await page.Page.Keyboard.PressAsync("End");
        await page.Page.Keyboard.PressAsync("Shift+Home");
        await page.Page.Keyboard.TypeAsync("seeds: [9]");
        await Expect(Field(page, "seeds")).ToHaveValueAsync("9");
        await Expect(Lines(page).First).ToContainTextAsync("# From nothing to a comparison");
    }

    [Fact]
    public async Task Text_LongerThanTheEditorTakes_IsNotInsertedAndThePageLives()
    {
        await using var page = await OpenAsync(dashboard.Address, "/launch?template=quickstart");

        await Lines(page).First.ClickAsync();
        await page.Page.Keyboard.InsertTextAsync(new string('x', 300 << 10));

        await Expect(page.Page.Locator(".refusal")).ToContainTextAsync("at most 252 KiB");
        await Expect(Lines(page).First).ToContainTextAsync("# From nothing to a comparison");
        await Field(page, "seeds").FillAsync("7, 8");
        await Expect(Lines(page).Nth(3)).ToHaveTextAsync("seeds: [7, 8]");
        await Expect(page.Page.Locator(".refusal")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Editor_EnteredByKeyboard_SaysHowToLeaveAndLetsGo()
    {
        await using var page = await OpenAsync(dashboard.Address, "/launch?template=quickstart");
        var text = page.Page.Locator(".cm-content");

        await text.FocusAsync();
        Assert.Contains(
            "Escape and then Tab",
            await text.EvaluateAsync<string>(
                "text => text.getRootNode().getElementById(text.getAttribute('aria-describedby')).textContent"),
            StringComparison.Ordinal);
        await LeaveAsync(page, text);

        await Expect(text).Not.ToBeFocusedAsync();
    }

    [Fact]
    public async Task Sweep_OfTwoByTwo_SaysFourRunsAndLaunchesThem()
    {
        using var store = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(store.Path);
        await using var page = await OpenAsync(server.Address, "/launch?template=quickstart");

        await AddAsync(page, 1, "methods.dpo.beta", "0.1, 0.2");
        await AddAsync(page, 2, "seeds", "1, 2");

        await Expect(page.Page.Locator(".sweep .count")).ToContainTextAsync("4 runs of at most 64");
        await Expect(page.Page.Locator(".sweep .runs li")).ToHaveCountAsync(4);
        await page.SnapAsync("launch-sweep-light-1440");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Launch 4 runs" }).ClickAsync();

        await Expect(page.Page).ToHaveURLAsync(new Regex(@"/\?filter=tag"));
    }

    [Fact]
    public async Task Reload_OfAChangedText_GoesOnWhereItWas()
    {
        await using var page = await OpenAsync(dashboard.Address, "/launch?template=quickstart");
        await Field(page, "name").FillAsync("mine");
        await Expect(Lines(page).Nth(1)).ToHaveTextAsync("name: mine");
        await Expect(Problems(page)).ToContainTextAsync("Nothing is wrong");

        await page.Page.ReloadAsync();
        await Expect(Lines(page).Nth(1)).ToHaveTextAsync("name: mine");
        await Expect(Field(page, "name")).ToHaveValueAsync("mine");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Start again" }).ClickAsync();
        await Expect(Field(page, "name")).ToHaveValueAsync("quickstart");
    }

    [Fact]
    public async Task Reload_OfASweepOfTheTemplateAsItIs_GoesOnWhereItWas()
    {
        await using var page = await OpenAsync(dashboard.Address, "/launch?template=quickstart");
        await AddAsync(page, 1, "seeds", "1, 2");
        await Expect(page.Page.Locator(".sweep .count")).ToContainTextAsync("2 runs of at most 64");

        await page.Page.ReloadAsync();

        await Expect(page.Page.GetByLabel("Values of option 1")).ToHaveValueAsync("1, 2");
    }

    [Fact]
    public async Task Template_WhoseFilesAreMissing_SaysWhichAndWhere()
    {
        await using var page = await OpenAsync(dashboard.Address, "/launch?template=hh-harmless");

        await Expect(Problems(page)).ToContainTextAsync("data.supervisor names");
        await Expect(Option(page, "data.supervisor").Locator(".problem")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".template[aria-current]")).ToContainTextAsync("needs your files");
    }

    private static ILocator Option(WatchedPage page, string path) => page.Page.Locator($"[data-path='{path}']");

    private static ILocator Field(WatchedPage page, string path) => Option(page, path).Locator("input");

    private static ILocator Problems(WatchedPage page) => page.Page.GetByLabel("Problems of the text");

    private static ILocator Lines(WatchedPage page) => page.Page.Locator(".cm-line");

    private static ILocator LaunchButton(WatchedPage page) =>
        page.Page.GetByRole(AriaRole.Button, new() { Name = "Launch", Exact = true });

    private static async Task AddAsync(WatchedPage page, int number, string option, string values)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add an option" }).ClickAsync();
        await page.Page.GetByLabel($"Option {number}", new() { Exact = true }).FillAsync(option);
        await page.Page.GetByLabel($"Values of option {number}").FillAsync(values);
    }

    /// <summary>Presses the keys that leave; the second has to come within two seconds of the first.</summary>
    private static async Task LeaveAsync(WatchedPage page, ILocator text)
    {
        for (var tries = 0; tries < 5 && await IsFocusedAsync(text); tries++)
        {
            await page.Page.Keyboard.PressAsync("Escape");
            await page.Page.Keyboard.PressAsync("Tab");
        }
    }

    private static Task<bool> IsFocusedAsync(ILocator text) =>
        text.EvaluateAsync<bool>("text => text === text.getRootNode().activeElement");

    private async Task<WatchedPage> OpenAsync(Uri server, string path)
    {
        var page = await WatchedPage.OpenAsync(dashboard.Browser, server, path);
        await page.AliveAsync();
        await Expect(page.Page.Locator(".editor[data-drawn]")).ToBeVisibleAsync();
        await Expect(Problems(page)).Not.ToContainTextAsync("Checking");
        return page;
    }
}
