using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class SystemApiTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Show_TheSystem_CountsRunsStepsAndBytes()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root));
        await host.WaitForAsync(run.Run.Id, RunStatus.Completed);

        var system = await host.GetAsync<SystemView>("api/system");

        Assert.Equal((1, 0), (system.Runs["completed"], system.Runs["running"]));
        Assert.Equal(7, system.Steps["completed"]);
        Assert.True(system.Store.ArtifactBytes > 0 && system.Store.FreeBytes > 0);
        var worker = Assert.Single(system.Workers);
        Assert.Equal((2, 2), (worker.SlotCount, system.SlotCount));
        Assert.True(system.IsLeading);
        Assert.Null(system.Host);
        Assert.Null(system.Broker);
        Assert.Equal("SQLite", system.Database.Engine);
        Assert.True(system.Database.Bytes > 0);
        Assert.Equal(["reconcile", "compact metrics"], system.Jobs.Select(job => job.Name));
        Assert.All(system.Jobs, job => Assert.NotNull(job.NextAt));
        Assert.Empty(system.Attempts);
        Assert.Empty(system.Queues);
    }

    [Theory]
    [InlineData("""{"resources": [{"name": "postgres", "state": "running"}]}""", "running")]
    [InlineData("""{"resources": """, null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public async Task Show_TheHostsTable_PassesOnWhatIsWhole(string? text, string? state)
    {
        var path = Path.Combine(_store.Root, "host.json");
        if (text is not null)
            await File.WriteAllTextAsync(path, text);
        await using var host = await ApiHost.StartAsync(_store.Root, new ApiOptions { HostStatePath = path });

        var system = await host.GetAsync<SystemView>("api/system");

        Assert.Equal(state, (string?)system.Host?["resources"]?[0]?["state"]);
    }

    [Fact]
    public async Task CollectGarbage_OfARemovedRun_FreesItsArtifacts()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var kept = await host.LaunchAsync(ApiHost.Experiment(_store.Root));
        var removed = await host.LaunchAsync(ApiHost.Experiment(_store.Root), "name=gone", "seeds=[2]");
        await host.WaitForAsync(kept.Run.Id, RunStatus.Completed);
        await host.WaitForAsync(removed.Run.Id, RunStatus.Completed);
        Assert.Equal(0, (await CollectAsync(host)).StepsRemoved);

        await host.Client.DeleteAsync("api/runs/gone");

        Assert.Equal(7, (await CollectAsync(host)).StepsRemoved);
        Assert.Equal(0, (await CollectAsync(host, "fake")).StepsRemoved);
        await ApiHost.ProblemAsync(
            await host.Client.PostAsJsonAsync("api/gc", new { keep = new[] { "nosuchrun" } }), 404);
    }

    [Fact]
    public async Task CollectGarbage_KeepThatIsWrong_IsRefused()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        await ApiHost.ProblemAsync(
            await host.Client.PostAsJsonAsync("api/gc", new { keep = new string?[] { null } }), 400);
        await ApiHost.ProblemAsync(
            await host.Client.PostAsJsonAsync("api/gc", new { keep = Enumerable.Repeat("run", 1001) }), 400);
    }

    [Fact]
    public async Task Catalogue_AndSchema_SayWhatAnExperimentMaySay()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        var schema = await host.GetAsync<JsonNode>("api/schema");
        Assert.NotNull(schema["properties"]!["milliseconds_per_update"]);
        var catalogue = await host.GetAsync<CatalogueView>("api/catalogue");
        Assert.Equal(["correction"], catalogue.Tasks);
        Assert.Equal(StepHost.Trainer, catalogue.Kinds.Single(kind => kind.Name == "fake-train").Host);
        Assert.Equal("pico", catalogue.Presets[0].Name);
    }

    public void Dispose() => _store.Dispose();

    private static async Task<GarbageReport> CollectAsync(ApiHost host, params string[] keep)
    {
        using var response = await host.Client.PostAsJsonAsync("api/gc", new { keep });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<GarbageReport>(ApiJson.Serializer))!;
    }
}
