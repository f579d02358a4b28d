using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>The state of the system as people look at it.</summary>
[Collection(SharedDashboard.Name)]
public sealed class SystemTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task Page_OfTheEmbeddedMode_SaysThatAllIsWellAndWhatItRunsOn()
    {
        await using var page = await OpenAsync();

        // Until the worker is first heard there is none, and the page says so by itself.
        await Expect(page.Page.GetByText("Everything is well.")).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("trainer and labeler")).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("0 of 1 used").Last).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("Reconcile: finds what was lost")).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("SQLite 3", new() { Exact = false }).First).ToBeVisibleAsync();
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Storage_AskedWhatCanBeFreed_AnswersBeforeItDoesAnything()
    {
        await using var page = await OpenAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "What can be freed?" }).ClickAsync();

        // The seeded evaluations are of no run's steps.
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("No run needs");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Free it" })).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.AssertSoundAsync();
    }

    private async Task<WatchedPage> OpenAsync()
    {
        var page = await WatchedPage.OpenAsync(dashboard.Browser, dashboard.Address, "/system");
        return await page.AliveAsync();
    }
}
