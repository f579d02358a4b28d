using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>One run as people look at it: results, steps and logs, samples; and what they do to it.</summary>
[Collection(SharedRealRun.Name)]
public sealed class ExperimentTests(RealRunFixture shared)
{
    [Fact]
    public async Task Address_WithTheBeginningOfAnId_LeadsToTheRun()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id[..10]}?tab=configuration");

        await Expect(page.Page).ToHaveURLAsync(new Regex($"/runs/{run.Id}\\?tab=configuration$"));
        await Expect(page.Page.GetByLabel("The experiment", new() { Exact = true })).ToContainTextAsync("name: tiny");
        Assert.Equal(404, (await page.Page.GotoAsync("/runs/there-is-no-such-run"))!.Status);
    }

    [Fact]
    public async Task Samples_Opened_ShowWhatTheSupervisorChanged()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id}");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Samples" }).ClickAsync();

        var samples = page.Page.Locator("article.sample");
        await Expect(samples).ToHaveCountAsync(10);
        await Expect(samples.First).ToContainTextAsync("untuned student");
        await Expect(samples.First).ToContainTextAsync("supervisor");
        await page.Page.GetByLabel("Order").SelectOptionAsync("Changed most");
        await Expect(samples.First).ToContainTextAsync("of the words differ");
        await Expect(samples.First.Locator("del, ins").First).ToBeVisibleAsync();

        await page.Page.GetByLabel("Texts").SelectOptionAsync("Weak labels");
        await Expect(samples.First).ToContainTextAsync("correction");
        await Expect(page.Page).ToHaveURLAsync(new Regex("tab=samples&texts=labels"));
        await page.AllowShiftsSoFarAsync();
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Sample_OfMarkup_IsShownAsText()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id}?tab=samples&seed=2&text=window.harmed");

        await Expect(page.Page.Locator("article.sample")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("article.sample dd.text").First).ToHaveTextAsync(RealRun.Markup);
        await Expect(page.Page.Locator("#harmed")).ToHaveCountAsync(0);
        Assert.False(await page.Page.EvaluateAsync<bool>("() => 'harmed' in window"));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Step_ChosenByKeyboard_ShowsItsLog()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id}?tab=steps&steps=all");
        await page.Page.Locator(".node", new() { HasText = "seed 1 / dpo" }).First.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        var panel = page.Page.GetByLabel("The chosen step");
        await Expect(panel.GetByLabel("Log of attempt 1")).ToContainTextAsync("completed: model");
        await Expect(panel).ToContainTextAsync("beta");
        await Expect(page.Page).ToHaveURLAsync(new Regex("step=[0-9a-f]{64}"));

        await page.Page.GetByRole(AriaRole.Switch, new() { Name = "As a list" }).PressAsync(" ");
        await Expect(page.Page.Locator("tbody tr.chosen")).ToHaveCountAsync(1);
        await page.Page.GetByLabel("Close the step").ClickAsync();
        await Expect(panel).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Graph_Fitted_IsSeenWholeAndSoIsEveryEdge()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id}?tab=steps&steps=all");
        await Expect(page.Page.Locator(".graph-host[data-drawn]")).ToHaveCountAsync(1);
        Assert.True(await page.Page.EvaluateAsync<bool>(
            "() => { const graph = document.querySelector('.graph'); return graph.scrollWidth > graph.clientWidth; }"));
        Assert.True(await page.Page.EvaluateAsync<bool>("""
            () => {
              const svg = document.querySelector(".graph-host svg");
              const { x, y, width, height } = svg.viewBox.baseVal;
              return [...svg.querySelectorAll(".edge")].map((edge) => edge.getBBox()).every((box) =>
                box.x >= x && box.y >= y && box.x + box.width <= x + width && box.y + box.height <= y + height);
            }
            """));

        await page.Page.GetByText("Fit to the page").ClickAsync();

        await Expect(page.Page).ToHaveURLAsync(new Regex("graph=fit"));
        await page.Page.WaitForFunctionAsync(
            "() => { const graph = document.querySelector('.graph'); return graph.scrollWidth <= graph.clientWidth; }");
    }

    [Fact]
    public async Task Curves_Smoothed_KeepTheRawOnesBehind()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id}?tab=curves");

        await Expect(page.Page.Locator(".chart-host[data-drawn]").First).ToBeVisibleAsync();
        await Expect(page.Page.Locator("figure").First).ToContainTextAsync("loss");
        await page.AssertSoundAsync();
        await page.Page.GetByLabel("Smoothing").FillAsync("60");
        await Expect(page.Page).ToHaveURLAsync(new Regex("smooth=60"));
        await page.Page.GetByLabel("Filter metrics").FillAsync("objective/kl");
        await Expect(page.Page.Locator("figure")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Curves_OfManyMetrics_AreAllShownWhenAskedTo()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id}?tab=curves");
        await Expect(page.Page.Locator("figure")).ToHaveCountAsync(CurvesReader.MaxCharts);
        await Expect(page.Page.Locator(".legend .stroke-1").First).ToBeVisibleAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show all", Exact = true }).ClickAsync();

        await Expect(page.Page).ToHaveURLAsync(new Regex("charts=all"));
        await Expect(page.Page.GetByText("more metrics")).ToHaveCountAsync(0);
        Assert.True(await page.Page.Locator("figure").CountAsync() > CurvesReader.MaxCharts);
    }

    [Fact]
    public async Task TagAndNote_Written_AreThereForOthers()
    {
        var run = shared.Run;
        await using var page = await OpenAsync(run, $"/runs/{run.Id}");
        await page.Page.GetByLabel("New tag").FillAsync("Keep this");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(page.Page.GetByLabel("Tags of this run")).ToContainTextAsync("keep this");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Write" }).ClickAsync();
        await page.Page.GetByLabel("Note on this run").FillAsync("two seeds\n<i>are</i> few");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await using var other = await OpenAsync(run, $"/runs/{run.Id}");

        await Expect(other.Page.GetByLabel("Tags of this run")).ToContainTextAsync("keep this");
        await Expect(other.Page.Locator("p.note")).ToHaveTextAsync("two seeds\n<i>are</i> few");
        await other.Page.GetByLabel("Remove the tag keep this").ClickAsync();
        await Expect(page.Page.GetByLabel("Tags of this run")).ToContainTextAsync("No tags yet");
    }

    [Fact]
    public async Task Run_CancelledAndRetried_GoesOn()
    {
        var run = shared.Run;
        var id = await run.LaunchAsync("name=long", "seeds=[7, 8, 9]", "data.student_documents=4000");
        await using var page = await OpenAsync(run, $"/runs/{id}");
        await Expect(Status(page)).ToContainTextAsync("running");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await page.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await Expect(Status(page)).ToContainTextAsync("cancelled");
        await Expect(page.Page.GetByText("This run was cancelled")).ToBeVisibleAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(Status(page)).ToContainTextAsync(new Regex("queued|running"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await page.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await Expect(Status(page)).ToContainTextAsync("cancelled");

        await page.Page.GetByLabel("Remove this run").ClickAsync();
        await page.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.Page).ToHaveURLAsync(new Uri(run.Address, "/").ToString());
    }

    private static ILocator Status(WatchedPage page) => page.Page.Locator(".page-header .status").First;

    private async Task<WatchedPage> OpenAsync(RealRun run, string path)
    {
        var page = await WatchedPage.OpenAsync(shared.Browser, run.Address, path);
        await page.AliveAsync();
        return page;
    }
}
