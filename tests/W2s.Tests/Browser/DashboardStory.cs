using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>What a person does at the dashboard, one thing after the other, wherever it is served from.</summary>
internal sealed class DashboardStory(WatchedPage watched)
{
    // Training takes as long as it takes.
    private const float PatienceForARun = 600_000;

    private const string Paste = """
        (editor, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }
        """;

    private IPage Page => watched.Page;

    private ILocator Status => Page.Locator(".page-header .status").First;

    private ILocator LaunchButton => Page.GetByRole(AriaRole.Button, new() { Name = "Launch", Exact = true });

    private ILocator Problems => Page.GetByLabel("Problems of the text");

    /// <summary>From a template, with an error that is corrected on the way; returns the run's id.</summary>
    /// <param name="experiment">The text that takes the template's place.</param>
    /// <param name="wrong">What is written first in the place of <paramref name="right"/>.</param>
    /// <param name="right">A part of the text.</param>
    /// <param name="message">What is said of the wrong text.</param>
    public async Task<string> LaunchAsync(string experiment, string wrong, string right, string message)
    {
        await Page.Locator(".editor[data-drawn]").WaitForAsync();
        await WriteAsync(experiment.Replace(right, wrong, StringComparison.Ordinal));
        await Expect(Problems).ToContainTextAsync(message);
        await Expect(LaunchButton).ToBeDisabledAsync();
        await WriteAsync(experiment);
        await Expect(Problems).ToContainTextAsync("Nothing is wrong");
        await Expect(Page.Locator(".facts")).ToContainTextAsync("to run");
        await LaunchButton.ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/runs/[0-9a-f]{32}"));
        return new Uri(Page.Url).Segments[^1];
    }

    /// <summary>Nobody touches the page until it says by itself that the run is completed.</summary>
    public async Task WatchAsync()
    {
        await Expect(Status).ToContainTextAsync("running");
        await Expect(Status).ToContainTextAsync("completed", new() { Timeout = PatienceForARun });
        await watched.AllowShiftsSoFarAsync();
    }

    public async Task SeeADiffAsync()
    {
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Samples" }).ClickAsync();
        await Page.GetByLabel("Order").SelectOptionAsync("Changed most");
        await Expect(Page.Locator("article.sample").First.Locator("del, ins").First).ToBeVisibleAsync();
    }

    /// <summary>Compares the methods of a run, with one of them as the baseline; returns the view's address.</summary>
    public async Task<string> PinAsync(string runId, string method)
    {
        await Page.GotoAsync($"/compare?runs={runId}");
        await watched.AliveAsync();
        foreach (var name in (string[])["sft", "dpo", "rlhf"])
            await Expect(Page.Locator(".heatmap tbody th", new() { HasTextString = name })).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Results" }).ClickAsync();
        await Page.GetByLabel(new Regex($"^Pin {method} ")).ClickAsync();
        await Expect(Page.Locator("tr.pinned")).ToContainTextAsync(method);
        await Expect(Page).ToHaveURLAsync(new Regex("baseline="));
        return new Uri(Page.Url).PathAndQuery;
    }

    public async Task FindAsync(string search, string runName)
    {
        await Page.GotoAsync("/");
        await watched.AliveAsync();
        await Page.GetByLabel("Filter experiments").FillAsync(search);
        await Expect(Page).ToHaveURLAsync(new Regex("filter="));
        await Expect(Page.Locator("tbody tr[data-row]")).ToHaveCountAsync(1);
        await Expect(Page.Locator("tbody tr[data-row]")).ToContainTextAsync(runName);
    }

    public async Task CancelAsync()
    {
        await Expect(Status).ToContainTextAsync(new Regex("queued|running"));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await Expect(Status).ToContainTextAsync("cancelled");
    }

    public async Task RetryAsync()
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(Status).ToContainTextAsync(new Regex("queued|running"));
    }

    // As a person pastes: what a script writes into the editor comes with styles, which the page's policy refuses.
    private async Task WriteAsync(string text)
    {
        var editor = Page.Locator(".cm-content");
        await editor.ClickAsync();
        await Page.Keyboard.PressAsync("Control+A");
        await editor.EvaluateAsync(Paste, text);
    }
}
