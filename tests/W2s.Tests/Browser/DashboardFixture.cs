using Microsoft.Playwright;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>One server over one store, and one browser, for all tests that only look.</summary>
public sealed class DashboardFixture : IAsyncLifetime, IDisposable
{
    public const string Chromium = "/usr/bin/chromium";

    public const float Patience = 60_000;

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP tracker.example 127.0.0.1",
    ];

    private readonly TemporaryFolder _store = new();
    private IPlaywright? _playwright;
    private DashboardServer? _server;

    public IBrowser Browser { get; private set; } = null!;

    public string Store => _store.Path;

    public Uri Address => _server!.Address;

    /// <summary>Runs in the store.</summary>
    public const int RunCount = 64;

    public async Task InitializeAsync()
    {
        // A machine under load is no failure of a page.
        Assertions.SetDefaultExpectTimeout(Patience);
        _server = await DashboardServer.StartAsync(Store, 0, ("ASPNETCORE_ENVIRONMENT", "Development"));
        await StoreSeed.AddAsync(Store, RunCount);
        _playwright = await Playwright.CreateAsync();
        Browser = await LaunchAsync(_playwright);
    }

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(
        new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Flags });

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    public void Dispose() => _store.Dispose();
}

/// <summary>Browser tests run one after the other: they share the machine with what they look at.</summary>
[CollectionDefinition(Name)]
public sealed class SharedDashboard : ICollectionFixture<DashboardFixture>
{
    public const string Name = "dashboard";
}
