using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Who comes under another name than this machine's own.</summary>
[Collection(SharedDashboard.Name)]
public sealed class AccessTests(DashboardFixture dashboard)
{
    private const string Token = "a token of this test alone";

    [Fact]
    public async Task Stranger_WithoutAToken_IsToldWhy()
    {
        using var store = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(store.Path);
        await using var visit = await OpenAsync(server, "/");
        var page = visit.Page;

        await Expect(page.GetByText("This tracker serves its own machine alone")).ToBeVisibleAsync();
        Assert.Equal(421, (await page.GotoAsync("/"))!.Status);
    }

    [Fact]
    public async Task Stranger_WithTheToken_GetsToWhereTheyWanted()
    {
        using var store = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(store.Path, 0, ("Tracker__Token", Token));
        await using var visit = await OpenAsync(server, "/?filter=abc");
        var page = visit.Page;

        await page.GetByLabel("Token").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByText("This is not the token.")).ToBeVisibleAsync();
        await page.GetByLabel("Token").FillAsync(Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Expect(page.GetByText("No experiments yet")).ToBeVisibleAsync();
        Assert.EndsWith("/?filter=abc", page.Url, StringComparison.Ordinal);
        var cookie = Assert.Single(await page.Context.CookiesAsync(), cookie => cookie.Name == "w2s-session");
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByLabel("Token")).ToBeVisibleAsync();
        Assert.DoesNotContain(await page.Context.CookiesAsync(), left => left.Name == "w2s-session");
    }

    [Fact]
    public async Task Program_WithoutTheToken_GetsAProblem()
    {
        using var store = new TemporaryFolder();
        await using var server = await DashboardServer.StartAsync(store.Path, 0, ("Tracker__Token", Token));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/"));
        request.Headers.Host = "tracker.example";

        using var response = await client.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    // Another name of this machine: see the browser's flags.
    private Task<WatchedPage> OpenAsync(DashboardServer server, string path) =>
        WatchedPage.OpenAsync(dashboard.Browser, new Uri($"http://tracker.example:{server.Address.Port}"), path);
}
