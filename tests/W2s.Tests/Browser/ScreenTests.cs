using Microsoft.Playwright;
using WeakToStrong.Tracker.Tests.Components.Pages.Compare;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Every page, light and dark, wide and narrow: pictures for people, and what no page may do.</summary>
[Collection(SharedDashboard.Name)]
public sealed class ScreenTests(DashboardFixture dashboard)
{
    private const int Wide = 1440;
    private const int Narrow = 390;

    /// <summary>Name, address, and what is there once the page is complete.</summary>
    private static readonly (string Name, string Path, string Complete)[] Pages =
    [
        ("experiments", "/", "tbody tr[data-row]"),
        ("experiments-filtered", "/?filter=sweep&selected=5eed0000000000000000000000000000", "tr[aria-selected=true]"),
        ("experiments-none-match", "/?filter=nothing-is-called-so", ".empty h2"),
        ("compare", $"/compare?runs={ComparedRuns.Low}", ".heatmap"),
        ("compare-runs", ComparedSeed.All, ".heatmap"),
        ("compare-results", $"{ComparedSeed.All}&view=results&baseline={ComparedRuns.Low}~sft", "tr.pinned"),
        ("compare-curves", $"{ComparedSeed.All}&view=curves&steps=dpo&smooth=90", ".legend button"),
        ("compare-options", $"{ComparedSeed.All}&view=options", "tr.differs"),
        ("compare-sweep", $"{ComparedSeed.All}&view=sweep&method=dpo", "tbody tr[data-row]"),
        ("compare-nothing", "/compare", "main h2"),
        ("data-empty", "/data", ".empty h2"),
        ("data-files-empty", "/data?tab=files", ".empty h2"),
        ("data-nothing", "/data/0123", "main h2"),
        ("audits-empty", "/audits", "main h2"),
        ("system", "/system", "#storage meter"),
        ("components", "/components", ".error"),
        ("components-tables", "/components?section=tables", ".heatmap"),
        ("components-charts", "/components?section=charts", ".graph-host[data-drawn] .node"),
        ("components-forms", "/components?section=forms", ".editor[data-drawn]"),
        ("launch", "/launch", ".graph-host[data-drawn] .node"),
        ("launch-files", "/launch?template=hh-harmless", ".problems li"),
        ("not-found", "/not-found", "main h2"),
        ("forbidden", "/forbidden", "main h2"),
    ];

    /// <summary>The same of pages of a run that was really executed; RUN is its id, AUDIT that of its audit.</summary>
    private static readonly (string Name, string Path, string Complete)[] PagesOfARun =
    [
        ("experiment", "/runs/RUN", ".interval"),
        ("experiment-steps", "/runs/RUN?tab=steps&steps=1", ".graph-host[data-drawn] .node"),
        ("experiment-curves", "/runs/RUN?tab=curves&smooth=60", ".chart-host[data-drawn]"),
        ("experiment-samples", "/runs/RUN?tab=samples&order=changed", "article.sample"),
        ("experiment-audits", "/runs/RUN?tab=audits", "tbody tr[data-row]"),
        ("audits", "/audits", ".marks a"),
        ("audit", "/audits/AUDIT", "tbody tr[data-row]"),
        ("audit-steps", "/runs/AUDIT?tab=steps", ".graph-host[data-drawn] .node"),
    ];

    public static TheoryData<string, string, string, int> Screens => InEveryWidth(Pages);

    public static TheoryData<string, string, string, int> ScreensOfARun => InEveryWidth(PagesOfARun);

    [Theory]
    [MemberData(nameof(Screens))]
    public Task Page_InEveryForm_IsSound(string name, string path, string complete, int width) =>
        AssertSoundAsync(dashboard.Address, name, path, complete, width);

    [Theory]
    [MemberData(nameof(ScreensOfARun))]
    public async Task PageOfARun_InEveryForm_IsSound(string name, string path, string complete, int width)
    {
        var run = await dashboard.RealRunAsync();
        var address = path.Replace("RUN", run.Id, StringComparison.Ordinal)
            .Replace("AUDIT", await run.AuditAsync(), StringComparison.Ordinal);
        await AssertSoundAsync(run.Address, name, address, complete, width);
    }

    private static TheoryData<string, string, string, int> InEveryWidth(
        (string Name, string Path, string Complete)[] pages)
    {
        var screens = new TheoryData<string, string, string, int>();
        foreach (var (name, path, complete) in pages)
            foreach (var width in (int[])[Wide, Narrow])
                screens.Add(name, path, complete, width);
        return screens;
    }

    /// <summary>
    /// Each width is a visit of its own, for what moves while a page loads. Its colours are changed on the open page,
    /// as a system does in the evening: wide from light to dark, narrow from dark to light, so that both are loaded
    /// and both are changed to.
    /// </summary>
    private async Task AssertSoundAsync(Uri server, string name, string path, string complete, int width)
    {
        ColorScheme[] schemes =
            width == Wide ? [ColorScheme.Light, ColorScheme.Dark] : [ColorScheme.Dark, ColorScheme.Light];
        await using var page = await WatchedPage.OpenAsync(dashboard.Browser, server, path, width, schemes[0]);
        await page.Page.Locator(complete).First.WaitForAsync();
        await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await DrawnAsync(page.Page);
        foreach (var scheme in schemes)
        {
            await page.WearAsync(scheme);
            await page.SnapAsync($"{name}-{scheme.ToString().ToLowerInvariant()}-{width}");
            await page.AssertSoundAsync();
        }
    }

    // Every chart of the page has been drawn.
    private static Task<IJSHandle> DrawnAsync(IPage page) => page.WaitForFunctionAsync(
        "() => [...document.querySelectorAll('.chart-host:not(.nothing)')].every(host => host.dataset.drawn)");
}
