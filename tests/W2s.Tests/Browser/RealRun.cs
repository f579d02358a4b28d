using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>
/// The tiny experiment with two seeds and sft, dpo and ppo, executed once in the embedded mode by a server that goes on
/// serving it. One of its answers is made of markup.
/// </summary>
internal sealed class RealRun : IAsyncDisposable
{
    /// <summary>What the untuned student answers to the first question of seed 2.</summary>
    public const string Markup = "<script>window.harmed = true</script> <b id=\"harmed\">bold</b> &amp; more";

    /// <summary>Every method has a model of each.</summary>
    public const int SeedCount = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly TemporaryFolder _store;
    private readonly DashboardServer _server;
    private readonly HttpClient _client;
    private readonly Lazy<Task<string>> _audit;

    private RealRun(TemporaryFolder store, DashboardServer server)
    {
        (_store, _server) = (store, server);
        _client = new HttpClient { BaseAddress = server.Address };
        _audit = new Lazy<Task<string>>(MakeAuditAsync);
    }

    public Uri Address => _server.Address;

    public string Store => _store.Path;

    /// <summary>Its whole id.</summary>
    public string Id { get; private set; } = "";

    public static async Task<RealRun> MakeAsync()
    {
        var store = new TemporaryFolder();
        var run = new RealRun(store, await DashboardServer.StartAsync(store.Path));
        run.Id = await run.LaunchAsync("seeds=[1, 2]");
        await run.WaitForAsync(run.Id, "completed");
        await run.PutMarkupAsync();
        return run;
    }

    /// <summary>Launches the tiny experiment, changed, and returns the run's id.</summary>
    public async Task<string> LaunchAsync(params string[] overrides)
    {
        var experiment = await File.ReadAllTextAsync(TinyExperiment.File);
        using var response = await _client.PostAsJsonAsync(
            "api/runs", new { experiment, overrides, fileName = "tiny.yaml" });
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return Guid.Parse((string)JsonNode.Parse(text)!["run"]!["id"]!).ToString("N");
    }

    /// <summary>Id of an audit of the run's records, which finds the answer that was made of markup.</summary>
    public Task<string> AuditAsync() => _audit.Value;

    public async Task WaitForAsync(string runId, string status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var run = (await ShowAsync(runId))["run"]!;
            if ((string)run["status"]! == status)
                return;
            Assert.False((string)run["status"]! == "failed", (string?)run["failure"]);
            await Task.Delay(200, patience.Token);
        }
    }

    public async Task<JsonNode> ShowAsync(string runId) =>
        JsonNode.Parse(await _client.GetStringAsync($"api/runs/{runId}"))!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _store.Dispose();
    }

    private async Task<string> MakeAuditAsync()
    {
        using var response = await _client.PostAsJsonAsync($"api/runs/{Id}/audits", new { level = "inputs" });
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        var audit = Guid.Parse((string)JsonNode.Parse(text)!["id"]!).ToString("N");
        await WaitForAsync(audit, "completed");
        return audit;
    }

    // No model of this size says such a thing by itself.
    private async Task PutMarkupAsync()
    {
        var steps = (await ShowAsync(Id))["steps"]!.AsArray();
        var judged = steps.Single(step => (string)step!["name"]! == "seed 2 / base / judge")!;
        var digest = (string)judged["outputs"]!["evaluation"]!;
        var file = Path.Combine(Store, "artifacts", digest, "scores.jsonl");
        var lines = await File.ReadAllLinesAsync(file);
        var row = JsonNode.Parse(lines[0])!;
        row["completion"] = Markup;
        lines[0] = row.ToJsonString();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllLinesAsync(file, lines);
    }
}
