using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>The server hears of everything half a second late: nothing that somebody does meanwhile is lost.</summary>
[Collection(SharedDashboard.Name)]
public sealed class SlowLineTests(DashboardFixture dashboard)
{
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(500);

    // Longer than typing rests before it is told, shorter than what is told needs to come back.
    private const int Pause = 350;

    [Fact]
    public async Task Search_TypedWithPauses_KeepsEveryLetter()
    {
        await using var page = await OpenAsync("/");
        var box = page.Page.GetByLabel("Filter experiments");
        string[] parts = ["name ~ ", "noth", "ing or ", "name ~ ", "more"];

        await box.ClickAsync();
        foreach (var part in parts)
        {
            await page.Page.Keyboard.TypeAsync(part);
            await page.Page.WaitForTimeoutAsync(Pause);
        }

        await Expect(page.Page).ToHaveURLAsync(new Regex("more$"));
        await Expect(box).ToHaveValueAsync(string.Concat(parts));
    }

    [Fact]
    public async Task Rows_ChosenOneAfterAnother_AreAllChosen()
    {
        await using var page = await OpenAsync("/");
        var boxes = page.Page.Locator("tbody tr").GetByRole(AriaRole.Checkbox);

        await boxes.First.FocusAsync();
        foreach (var key in new[] { " ", "ArrowDown", " ", "ArrowDown", " " })
            await page.Page.Keyboard.PressAsync(key);

        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Compare 3" })).ToBeEnabledAsync();
        await Expect(boxes.Nth(2)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Options_ChangedOneAfterAnother_AreAllInTheText()
    {
        await using var page = await OpenAsync("/launch?template=quickstart");

        await page.Page.GetByLabel("Seeds").FillAsync("4");
        await page.Page.GetByLabel("Name", new() { Exact = true }).First.FillAsync("slow");
        await page.Page.Keyboard.PressAsync("Tab");

        var text = page.Page.Locator(".cm-content");
        await Expect(text).ToContainTextAsync("name: slow");
        await Expect(text).ToContainTextAsync("seeds: [4]");
    }

    [Fact]
    public async Task Tag_EnteredAtOnce_IsAdded()
    {
        await using var page = await OpenAsync("/runs/5eed0001000000000000000000000000");

        await page.Page.GetByLabel("New tag").FillAsync("at once");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.GetByLabel("Tags of this run")).ToContainTextAsync("at once");
        await page.Page.GetByLabel("Remove the tag at once").ClickAsync();
        await Expect(page.Page.GetByLabel("Tags of this run")).ToContainTextAsync("No tags yet");
    }

    [Fact]
    public async Task Page_GoneToByALink_HasTheFocusOnItsHeading()
    {
        await using var page = await OpenAsync("/");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Audits" }).ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Audits", Level = 1 })).ToBeFocusedAsync();
    }

    private async Task<WatchedPage> OpenAsync(string path)
    {
        var page = await WatchedPage.OpenAsync(dashboard.Browser, dashboard.Address, path, lag: Lag);
        return await page.AliveAsync();
    }
}
