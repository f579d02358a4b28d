using Microsoft.Playwright;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>One server over one store, and one browser, for all tests that only look.</summary>
public sealed class DashboardFixture : IAsyncLifetime, IDisposable
{
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
        _server = await DashboardServer.StartAsync(Store, 0, ("ASPNETCORE_ENVIRONMENT", "Development"));
        await StoreSeed.AddAsync(Store, RunCount);
        await ComparedSeed.AddAsync(Store);
        _playwright = await Playwright.CreateAsync();
        Browser = await ChromiumBrowser.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    public void Dispose() => _store.Dispose();
}

/// <summary>Tests that look at them, one after the other: they share the machine with what they look at.</summary>
[CollectionDefinition(Name)]
public sealed class SharedDashboard : ICollectionFixture<DashboardFixture>
{
    public const string Name = "dashboard";
}
