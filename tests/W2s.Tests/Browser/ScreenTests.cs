using Microsoft.Playwright;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Every page, light and dark, wide and narrow: pictures for people, and what no page may do.</summary>
[Collection(SharedDashboard.Name)]
public sealed class ScreenTests(DashboardFixture dashboard)
{
    /// <summary>Name, address, and what is there once the page is complete.</summary>
    private static readonly (string Name, string Path, string Complete)[] Pages =
    [
        ("experiments", "/", "tbody tr[data-row]"),
        ("experiments-filtered", "/?filter=sweep&selected=5eed0000000000000000000000000000", "tr[aria-selected=true]"),
        ("experiments-none-match", "/?filter=nothing-is-called-so", ".empty h2"),
        ("data-empty", "/data", ".empty h2"),
        ("data-files-empty", "/data?tab=files", ".empty h2"),
        ("data-nothing", "/data/0123", "main h2"),
        ("system", "/system", "#storage meter"),
        ("components", "/components", ".error"),
        ("components-tables", "/components?section=tables", ".heatmap"),
        ("components-charts", "/components?section=charts", ".graph-host[data-drawn] .node"),
        ("components-forms", "/components?section=forms", ".editor[data-drawn]"),
        ("not-found", "/not-found", "main h2"),
        ("forbidden", "/forbidden", "main h2"),
    ];

    public static TheoryData<string, string, string, int, ColorScheme> Screens
    {
        get
        {
            var screens = new TheoryData<string, string, string, int, ColorScheme>();
            foreach (var (name, path, complete) in Pages)
                foreach (var width in (int[])[1440, 390])
                    foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                        screens.Add(name, path, complete, width, scheme);
            return screens;
        }
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Page_InEveryForm_IsSound(
        string name, string path, string complete, int width, ColorScheme scheme)
    {
        await using var page = await WatchedPage.OpenAsync(dashboard.Browser, dashboard.Address, path, width, scheme);
        await page.Page.Locator(complete).First.WaitForAsync();
        await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await DrawnAsync(page.Page);

        await page.SnapAsync($"{name}-{scheme.ToString().ToLowerInvariant()}-{width}");
        await page.AssertSoundAsync();
    }

    // Every chart of the page has been drawn.
    private static Task<IJSHandle> DrawnAsync(IPage page) => page.WaitForFunctionAsync(
        "() => [...document.querySelectorAll('.chart-host:not(.nothing)')].every(host => host.dataset.drawn)");
}
