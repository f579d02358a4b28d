using Microsoft.Playwright;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>The system's Chromium; Playwright brings none of its own.</summary>
internal static class ChromiumBrowser
{
    /// <summary>Milliseconds: a machine under load is no failure of a page.</summary>
    public const float Patience = 60_000;

    private const string Executable = "/usr/bin/chromium";

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP tracker.example 127.0.0.1",
    ];

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        return playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = Flags });
    }
}
