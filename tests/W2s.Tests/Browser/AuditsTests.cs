using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>All audits of a store, where there is none.</summary>
[Collection(SharedDashboard.Name)]
public sealed class AuditsTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task Audits_WhereNothingWasAudited_SayWhatToDo()
    {
        await using var page = await WatchedPage.OpenAsync(dashboard.Browser, dashboard.Address, "/audits");
        await page.AliveAsync();

        await Expect(page.Page.Locator("main h2")).ToHaveTextAsync("No audits yet");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Audit the latest run" }).ClickAsync();
        await Expect(page.Page.GetByText("This run has no proof to audit")).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Audit…" })).ToBeDisabledAsync();
    }
}
