using Microsoft.Playwright;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>A page as people see it: pictures of it, light and dark, and what no page may do.</summary>
internal static class Screen
{
    private const int Wide = 1440;
    private const int Narrow = 390;

    public static TheoryData<string, string, string, int> InEveryWidth(
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
    public static async Task AssertSoundAsync(
        IBrowser browser, Uri server, string name, string path, string complete, int width)
    {
        ColorScheme[] schemes =
            width == Wide ? [ColorScheme.Light, ColorScheme.Dark] : [ColorScheme.Dark, ColorScheme.Light];
        await using var page = await WatchedPage.OpenAsync(browser, server, path, width, schemes[0]);
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
