using System.Net.Http.Json;
using System.Text.Json;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

/// <summary>Everything that asks the database, once on the database of servers.</summary>
[Collection(SharedServers.Name)]
public sealed class PostgresApiTests(TestServers servers)
{
    [Fact]
    public async Task ARunsLife_OnAServersDatabase_IsTheSame()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var host = await ApiHost.StartAsync(store.Root, database: store.Database);
        var launched = await host.LaunchAsync(ApiHost.Experiment(store.Root, "updates: 20"), "seeds=[1, 2]");
        var id = launched.Run.Id;

        await using var events = await EventReader.OpenAsync(host, $"api/runs/{id}/events");
        var last = JsonSerializer.Deserialize<RunView>((await events.ToEndAsync())[^1].Data, ApiJson.Serializer)!;
        Assert.Equal(RunStatus.Completed, last.Run.Status);

        var page = await host.GetAsync<RunPage>($"api/runs?status=completed&name=fak*&search={id.ToString("N")[..6]}");
        Assert.Equal((id, 1), (Assert.Single(page.Runs).Id, page.TotalCount));
        var training = last.Steps.Single(step => step.Name == "seed 2 / sft").Key;
        Assert.Single((await host.GetAsync<StepView>($"api/steps/{training}")).Attempts);
        var loss = await host.GetAsync<MetricSeriesView[]>($"api/steps/{training}/metrics?names=loss");
        Assert.Equal(20, Assert.Single(loss).Count);
        Assert.Equal(1, (await host.GetAsync<SystemView>("api/system")).Runs["completed"]);

        Assert.Equal(0, await CollectAsync(host));
        await host.Client.DeleteAsync($"api/runs/{id}");
        Assert.Equal(13, await CollectAsync(host));
    }

    private static async Task<int> CollectAsync(ApiHost host)
    {
        using var response = await host.Client.PostAsJsonAsync("api/gc", new GarbageRequest());
        return (await response.Content.ReadFromJsonAsync<GarbageReport>(ApiJson.Serializer))!.StepsRemoved;
    }
}
