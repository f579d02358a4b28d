using System.Net;
using System.Net.Sockets;
using WeakToStrong.ServiceDefaults.Security;
using WeakToStrong.Tracker.Api;

namespace WeakToStrong.W2s.Tests.Remote;

/// <summary>Which server a command talks to, and what keeps it from that.</summary>
public sealed class ServerAddressTests : IDisposable
{
    private const string Token = "the-token-of-this-test";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("list", "--server", "http://localhost:1", "--store", "x")]
    [InlineData("list", "--server", "localhost:5080")]
    [InlineData("list", "--server", "ftp://localhost")]
    [InlineData("list", "--server", "")]
    [InlineData("list", "--server", "http://user:secret@localhost")]
    [InlineData("list", "--status", "flying")]
    [InlineData("list", "--limit", "0")]
    [InlineData("run", "x.yaml", "--slots", "2", "--server", "http://localhost:1")]
    [InlineData("retry", "x", "--slots", "2", "--server", "http://localhost:1")]
    public async Task Arguments_ThatCannotBe_AreRefused(params string[] arguments)
    {
        var result = await CommandLineProcess.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.All(result.ErrorLines, line => Assert.StartsWith("w2s: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AServer_ThatIsNotThere_IsOneLine()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();

        var result = await CommandLineProcess.RunAsync("list", "--server", url);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"w2s: {url} cannot be reached: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServer_ThatIsNoTracker_IsOneLine()
    {
        await using var server = await RemoteServer.StartAsync();

        var result = await CommandLineProcess.RunAsync("list", "--server", $"{server.Url}/elsewhere");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("answers 404", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheEnvironment_NamesTheServer_UnlessAStoreIsTyped()
    {
        await using var server = await RemoteServer.StartAsync();
        await server.Host.LaunchAsync(await File.ReadAllTextAsync(server.Experiment()));

        var there = await RunWithAsync(
            new() { ["W2S_SERVER"] = server.Url, ["W2S_STORE"] = _folder.Store }, "list", "--json");
        var here = await RunWithAsync(
            new() { ["W2S_SERVER"] = server.Url }, "list", "--json", "--store", _folder.Store);

        Assert.Single(there.Json.AsArray());
        Assert.Empty(here.Json.AsArray());
    }

    /// <summary>The machine's own name is no loopback name, so that the server does not take us for local.</summary>
    [Fact]
    public async Task AServer_ThatWantsAToken_IsToldItAndNobodyElseIs()
    {
        await using var server = await RemoteServer.StartAsync(
            new ApiOptions { Token = new BearerToken(Token) }, "http://0.0.0.0:0");
        var url = $"http://{Environment.MachineName}:{server.Host.Address.Port}";

        var without = await CommandLineProcess.RunAsync("list", "--server", url);
        var wrong = await RunWithAsync(new() { ["W2S_TOKEN"] = "wrong" }, "list", "--server", url);
        var with = await RunWithAsync(new() { ["W2S_TOKEN"] = Token }, "list", "--json", "--server", url);

        foreach (var refused in new[] { without, wrong })
        {
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("set W2S_TOKEN to", refused.ErrorLines[^1], StringComparison.Ordinal);
        }
        Assert.True(with.ExitCode == 0, with.Error);
        Assert.Contains("readable on the way", Assert.Single(with.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, with.Error + with.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CollectGarbage_OfAStoreOfServers_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Store, "servers"));

        var result = await CommandLineProcess.RunAsync("gc", "--store", _folder.Store);

        result.AssertWrongInput("belongs to servers", "gc --server URL");
    }

    private static async Task<CommandResult> RunWithAsync(
        Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = CommandLineProcess.Start(null, environment, arguments);
        return await CommandLineProcess.EndAsync(process, arguments);
    }
}
