using Microsoft.Playwright;
using WeakToStrong.AppHost.Tests.Support;
using WeakToStrong.W2s.Tests.Browser;

namespace WeakToStrong.AppHost.Tests;

/// <summary>The core of the dashboard's story against servers: another process trains than shows it.</summary>
public sealed class DashboardTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task Servers_FromATemplateToAComparison_HoldTogether()
    {
        var tiny = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "tiny.yaml"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await ChromiumBrowser.LaunchAsync(playwright);
        await using var page = await WatchedPage.OpenAsync(browser, new Uri(host.Url), "/launch?template=quickstart");
        var story = new DashboardStory(await page.AliveAsync());

        var run = await story.LaunchAsync(
            tiny, "{epochs: none}", "{epochs: 1}", "supervisor.epochs is 'none'; allowed is a");
        await story.WatchAsync();
        await story.SeeADiffAsync();
        await story.PinAsync(run, "sft");
        await story.FindAsync("method = dpo and beta >= 0.01 and status = completed", "tiny");
        await page.AllowShiftsSoFarAsync();
        await page.AssertSoundAsync();
    }
}
