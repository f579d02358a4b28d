using System.Net;
using System.Net.Http.Headers;
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

    /// <summary>Standard error that is no terminal may be a log, which others read.</summary>
    [Fact]
    public async Task Serve_OnEveryAddress_KeepsANewTokenInAFileOfItsOwners()
    {
        await using var server = await DashboardServer.StartAsync(
            _folder.Store, ["--bind", "0.0.0.0", "--port", "0"], ("XDG_CONFIG_HOME", _folder.In("config")));
        var file = Assert.Single(Directory.GetFiles(_folder.In("config"), "*", SearchOption.AllDirectories));
        var token = await File.ReadAllTextAsync(file);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"http://127.0.0.1:{server.Address.Port}/api/runs");
        request.Headers.Host = "tracker.example";
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(0, await server.StopAsync());
        Assert.False(File.Exists(file));
        // All of it is here when the process has ended.
        Assert.Contains($"token in {file}", server.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(token, server.Errors, StringComparison.Ordinal);
    }
}
