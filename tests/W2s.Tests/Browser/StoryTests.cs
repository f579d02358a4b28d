using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>The whole story in the embedded mode: one person, one browser, and a link for a colleague.</summary>
[Collection(SharedDashboard.Name)]
public sealed class StoryTests(DashboardFixture dashboard)
{
    [Fact]
    public async Task Embedded_FromATemplateToASharedComparison_HoldsTogether()
    {
        var tiny = await File.ReadAllTextAsync(TinyExperiment.File);
        using var store = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(store.Path);
        await using var page = await OpenAsync(server, "/launch?template=quickstart");
        var story = new DashboardStory(page);

        var run = await story.LaunchAsync(
            tiny, "{epochs: none}", "{epochs: 1}", "supervisor.epochs is 'none'; allowed is a");
        await story.WatchAsync();
        await story.SeeADiffAsync();
        var view = await story.PinAsync(run, "sft");
        await using (var colleague = await OpenAsync(server, view))
        {
            var table = await page.Page.Locator("tbody").InnerTextAsync();
            await Expect(colleague.Page.Locator("tbody")).ToHaveTextAsync(table, new() { UseInnerText = true });
        }
        await story.FindAsync("(method = dpo and beta >= 0.01 or pgr.mean > 5) and status = completed", "tiny");
        await page.AllowShiftsSoFarAsync();
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Embedded_ARunThatIsCancelled_IsRetried()
    {
        var tiny = await File.ReadAllTextAsync(TinyExperiment.File);
        using var store = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(store.Path);
        await using var page = await OpenAsync(server, "/launch");
        var story = new DashboardStory(page);

        await story.LaunchAsync(
            tiny.Replace("student_documents: 200", "student_documents: 4000", StringComparison.Ordinal),
            "seeds: []", "seeds: [1]", "seeds");
        await story.CancelAsync();
        await story.RetryAsync();
        await story.CancelAsync();
    }

    private async Task<WatchedPage> OpenAsync(DashboardServer server, string path) =>
        await (await WatchedPage.OpenAsync(dashboard.Browser, server.Address, path)).AliveAsync();
}
