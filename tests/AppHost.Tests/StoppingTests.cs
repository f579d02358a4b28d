using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeakToStrong.AppHost.Tests.Support;

namespace WeakToStrong.AppHost.Tests;

/// <summary>How a host ends, and what the next one finds.</summary>
public sealed class StoppingTests : IAsyncLifetime
{
    /// <summary>The orchestrator looks for its host every second, and asks before it kills.</summary>
    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(30);

    /// <summary>A few seconds on a machine at rest.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private const string Experiment = """
        name: kept
        task: correction
        seeds: [1]
        data: {kind: world}
        models: {supervisor: {preset: nano}, student: {preset: nano}}
        methods: [{name: sft, method: sft, from: base}]
        """;

    private readonly RunningHost _host = new();

    public Task InitializeAsync() => _host.StartAsync("--json");

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Host_HoweverItEnds_LeavesNoProcessAndLosesNoData()
    {
        var run = await LaunchAndCancelAsync();
        AssertJsonLines(_host.Up.Output);

        _host.Up.Signal("TERM");
        Assert.Equal(0, await _host.Up.ExitAsync(StopPatience));
        Assert.Empty(ProcessTree.Of(_host.Folder));
        Assert.False(File.Exists(Path.Combine(_host.Folder.Store, "host", "resources.json")));

        await _host.StartAsync();
        await KillOrchestratorAsync();
        Assert.Equal(1, await _host.Up.ExitAsync(OrphanPatience));
        Assert.Contains("the orchestrator was killed", _host.Up.Error, StringComparison.Ordinal);
        Assert.Empty(ProcessTree.Of(_host.Folder));

        await _host.StartAsync();
        Assert.Equal("cancelled", (string?)(await ShowAsync(run))["run"]!["status"]);

        _host.Up.Signal("KILL");
        Assert.Empty(await ProcessTree.AfterAsync(_host.Folder, OrphanPatience));
    }

    private static void AssertJsonLines(string output) =>
        Assert.All(
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.True(JsonNode.Parse(line) is JsonObject { Count: 1 } change
                && (change.ContainsKey("resource") || change.ContainsKey("ready")), line));

    private async Task<string> LaunchAndCancelAsync()
    {
        using var launched = await _host.Http.PostAsJsonAsync($"{_host.Url}/api/runs", new { experiment = Experiment });
        var run = JsonNode.Parse(await launched.Content.ReadAsStringAsync())!;
        Assert.True(launched.IsSuccessStatusCode, $"{run}");
        var id = (string)run["run"]!["id"]!;
        using var cancelled = await _host.Http.PostAsync($"{_host.Url}/api/runs/{id}/cancel", content: null);
        Assert.True(cancelled.IsSuccessStatusCode, await cancelled.Content.ReadAsStringAsync());
        return id;
    }

    private async Task KillOrchestratorAsync()
    {
        var line = ProcessTree.Of(_host.Folder)
            .Single(line => line.Contains("run-controllers", StringComparison.Ordinal));
        using var orchestrator = Process.GetProcessById(int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
        orchestrator.Kill();
        await orchestrator.WaitForExitAsync();
    }

    private async Task<JsonNode> ShowAsync(string run) =>
        JsonNode.Parse(await _host.Http.GetStringAsync($"{_host.Url}/api/runs/{run}"))!;
}
