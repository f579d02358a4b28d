using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using WeakToStrong.AppHost.Tests.Support;
using WeakToStrong.W2s.Tests.Browser;

namespace WeakToStrong.AppHost.Tests;

/// <summary>The core of the dashboard's story against servers: another process trains than shows it.</summary>
public sealed class DashboardTests(RunningHost host) : IClassFixture<RunningHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

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
        await AssertReproducesAsync(run);
    }

    /// <summary>Its steps are executed once more by the servers' workers, and make the same bits.</summary>
    private async Task AssertReproducesAsync(string run)
    {
        using var launched = await host.Http.PostAsJsonAsync(
            new Uri($"{host.Url}/api/runs/{run}/audits"), new { level = "full" });
        Assert.Equal(HttpStatusCode.Created, launched.StatusCode);
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await host.Http.GetAsync(
                new Uri(new Uri(host.Url), launched.Headers.Location!), deadline.Token);
            if (answer.IsSuccessStatusCode)
            {
                var report = await answer.Content.ReadFromJsonAsync<JsonNode>(deadline.Token);
                Assert.Equal("reproduced", (string?)report!["verdict"]);
                return;
            }
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            await Task.Delay(PollInterval, deadline.Token);
        }
    }
}
