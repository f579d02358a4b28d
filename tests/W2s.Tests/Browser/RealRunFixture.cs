using Microsoft.Playwright;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>A run that was really executed, behind a server of its own, and a browser to look at it.</summary>
public sealed class RealRunFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    internal RealRun Run { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Run = await RealRun.MakeAsync();
        _playwright = await Playwright.CreateAsync();
        Browser = await ChromiumBrowser.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
        await Run.DisposeAsync();
    }
}

/// <summary>Tests that look at a real run, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedRealRun : ICollectionFixture<RealRunFixture>
{
    public const string Name = "real run";
}
