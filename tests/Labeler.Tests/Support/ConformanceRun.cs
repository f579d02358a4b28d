using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace WeakToStrong.Labeler.Tests.Support;

/// <summary>Everything that the published client for JavaScript did with an Aligner, once for all tests.</summary>
public sealed class ConformanceRun : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private StandIn _standIn = null!;
    private AlignerHost _aligner = null!;
    private AlignerHost _impatient = null!;
    private JsonNode _results = null!;

    internal StandIn StandIn => _standIn;

    internal string Log => _aligner.Log.Text;

    internal string Everything => _results.ToJsonString();

    public async Task InitializeAsync()
    {
        TinyAligner.Write(_folder.In("model"));
        _standIn = await StandIn.StartAsync();
        _aligner = await AlignerHost.StartAsync(_folder.In("model"), _standIn.Address);
        _impatient = await AlignerHost.StartAsync(_folder.In("model"), _standIn.Address, options => options with
        {
            Upstream = options.Upstream with { Retries = 0, Timeout = TimeSpan.FromMilliseconds(300) },
        });
        _results = await RunClientAsync(_aligner.Address, _impatient.Address);
    }

    public async Task DisposeAsync()
    {
        await _aligner.DisposeAsync();
        await _impatient.DisposeAsync();
        await _standIn.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    internal JsonNode Of(string scenario)
    {
        var result = _results[scenario]!;
        Assert.True(result is not JsonObject || result["unexpected"] is null, $"{scenario}: {result}");
        return result;
    }

    private static async Task<JsonNode> RunClientAsync(Uri address, Uri slowAddress)
    {
        var info = new ProcessStartInfo("node", ["conformance.mjs", address.AbsoluteUri, slowAddress.AbsoluteUri])
        {
            WorkingDirectory = ClientFolder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        using var patience = new CancellationTokenSource(Patience);
        await using var kill = patience.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return JsonNode.Parse(await output)!;
    }

    private static string ClientFolder() =>
        typeof(ConformanceRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ClientFolder").Value!;
}
