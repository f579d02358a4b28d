using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Audits as people ask for them and read them.</summary>
[Collection(SharedRealRun.Name)]
public sealed class AuditTests(RealRunFixture shared)
{
    private const float Patience = 120_000;

    [Fact]
    public async Task Audit_StartedOnTheRunsPage_IsWatchedToItsVerdict()
    {
        var run = shared.Run;
        var id = await run.LaunchAsync("name=audited", "seeds=[1]");
        await run.WaitForAsync(id, "completed");
        await using var page = await OpenAsync(run, $"/runs/{id}");
        await Expect(Header(page)).ToContainTextAsync("not audited");

        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Audits" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Audit…" }).ClickAsync();
        await page.Page.GetByLabel("How far").SelectOptionAsync("labels – a part of the labelling");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Start the audit" }).ClickAsync();

        await Expect(Header(page)).ToContainTextAsync("audit running");
        await Expect(Header(page)).ToContainTextAsync("reproduced (labels)", new() { Timeout = Patience });
        await page.AssertSoundAsync();
        await page.Page.Locator("tbody tr[data-row] a").First.ClickAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex("/audits/[0-9a-f]{32}$"));
        await Expect(page.Page.Locator("main")).ToContainTextAsync("Reproduced");
        await Expect(page.Page.Locator("main")).ToContainTextAsync("weak labels generated again");
        await Expect(page.Page.Locator("main")).ToContainTextAsync("not that the first run was honest");

        await page.Page.GotoAsync("/?filter=audited");
        await Expect(page.Page.Locator("tbody tr[data-row]")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("tbody tr[data-row]")).ToContainTextAsync("reproduced (labels)");
    }

    [Fact]
    public async Task Audit_OfARunWithAnAlteredArtifact_NamesTheStep()
    {
        var run = shared.Run;
        var audit = await run.AuditAsync();
        await using var page = await OpenAsync(run, $"/audits/{audit[..12]}");

        await Expect(page.Page).ToHaveURLAsync(new Regex($"/audits/{audit}$"));
        await Expect(Header(page)).ToContainTextAsync("diverged");
        await Expect(page.Page.GetByLabel("Findings")).ToContainTextAsync("seed 2 / base / judge");
        var download = await page.Page.RunAndWaitForDownloadAsync(
            () => page.Page.GetByRole(AriaRole.Link, new() { Name = "audit.json" }).ClickAsync());
        Assert.Equal("audit.json", download.SuggestedFilename);
        await page.AssertSoundAsync();

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Steps and logs" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Tab, new() { Name = "Steps" })).ToBeVisibleAsync();
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("Steps of an audit of tiny");
    }

    [Fact]
    public async Task Reproduce_OfARun_OffersAFullAuditAndAClone()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id}?tab=audits");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Reproduce" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Full audit" })).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "New run…" }).ClickAsync();

        await Expect(page.Page).ToHaveURLAsync(new Regex($"/launch\\?clone={run.Id}$"));
    }

    private static ILocator Header(WatchedPage page) => page.Page.Locator(".page-header");

    private async Task<WatchedPage> OpenAsync(RealRun run, string path)
    {
        var page = await WatchedPage.OpenAsync(shared.Browser, run.Address, path);
        await page.AliveAsync();
        return page;
    }
}
