using System.Diagnostics;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

/// <summary>The tracker as a process of its own.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly TestStore _store = new();

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0;http://[::]:0")]
    [InlineData("ASPNETCORE_URLS", "http://*:0")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:0")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "5099")]
    [InlineData("HTTP_PORTS", "5099")]
    [InlineData("Kestrel__Endpoints__Http__Url", "http://0.0.0.0:0")]
    public async Task Start_ReachableForOthersWithoutAToken_RefusesInOneLine(string name, string value)
    {
        var info = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, typeof(TrackerApi).Assembly.GetName().Name!))
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        info.Environment["Store"] = _store.Root;
        info.Environment["ConnectionStrings__tracker"] = "Host=127.0.0.1;Port=1;Database=none";
        info.Environment["ConnectionStrings__rabbitmq"] = "amqp://guest:guest@127.0.0.1:1";
        info.Environment[name] = value;
        using var process = Process.Start(info)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 2, $"exit code {process.ExitCode}: {await error}");
        var line = Assert.Single((await error).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("has no token; set Tracker__Token", line, StringComparison.Ordinal);
    }

    public void Dispose() => _store.Dispose();
}
