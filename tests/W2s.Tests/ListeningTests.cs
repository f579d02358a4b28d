using WeakToStrong.W2s.Tests.Browser;

namespace WeakToStrong.W2s.Tests;

/// <summary>Where <c>serve</c> listens is said on its command line alone.</summary>
public sealed class ListeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8080")]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:8080")]
    public async Task Serve_WithAnAddressInTheEnvironment_ListensOnItsOwn(string variable, string value)
    {
        await using var server = await DashboardServer.StartAsync(_folder.Store, 0, (variable, value));

        Assert.Equal("127.0.0.1", server.Address.Host);
        Assert.NotEqual(8080, server.Address.Port);
        Assert.DoesNotContain("8080", server.Errors, StringComparison.Ordinal);
    }
}
