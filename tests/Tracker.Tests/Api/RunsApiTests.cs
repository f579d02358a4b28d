using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class RunsApiTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Launch_AnExperiment_IsMadeAndCompletes()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        using var response = await host.SubmitAsync(Experiment(), "name=other", "updates=2");
        var launched = await response.Content.ReadFromJsonAsync<JsonNode>();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var id = (Guid)launched!["run"]!["id"]!;
        Assert.Equal($"/api/runs/{id:N}", response.Headers.Location?.OriginalString);
        // The scheduler may have seen it before the answer was made.
        Assert.Contains((string?)launched["run"]!["status"], new[] { "queued", "running" });
        var run = await host.WaitForAsync(id, RunStatus.Completed);
        Assert.Equal("other", run.Run.Name);
        Assert.Equal(7, run.Steps.Count);
        Assert.Equal(run.Steps, (await host.GetAsync<StepRow[]>($"api/runs/{id}/steps")), Same);
    }

    [Fact]
    public async Task Launch_WhatIsWrong_SaysFileLineAndAllowed()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        var problem = await ApiHost.ProblemAsync(
            await host.SubmitAsync(Experiment("updates: many", "update: 3"), "behaviour=fly"), 400);

        string[] expected =
        [
            "fake.yaml:4: updates is 'many'; allowed is a whole number",
            "fake.yaml:5: unknown key 'update'; did you mean 'updates'? ",
            "behaviour=fly: behaviour is 'fly'; allowed is ",
        ];
        var problems = problem["problems"]!.AsArray().Select(Line).ToArray();
        Assert.Equal(expected.Length, problems.Length);
        Assert.All(
            expected.Zip(problems), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Empty((await host.GetAsync<RunPage>("api/runs")).Runs);
    }

    [Theory]
    [InlineData("api/runs", null, "the body is missing; it must be JSON")]
    [InlineData("api/runs", "{", "the body cannot be read as JSON, line 1: Expected depth to be zero")]
    [InlineData("api/runs", "{}", "the body lacks 'experiment', line 1")]
    [InlineData("api/runs", """{"experiment": "", "override": []}""", "the body has an unknown key 'override' at $.")]
    [InlineData("api/runs", """{"experiment": 5}""", "the body has a value of the wrong kind at $.experiment; ")]
    [InlineData("api/gc", """{"kept": ["fake"]}""", "the body has an unknown key 'kept' at $.kept")]
    public async Task Post_WhatCannotBeRead_SaysWhatIsWrongInTheSendersWords(string path, string? body, string detail)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        var problem = await ApiHost.ProblemAsync(await host.Client.PostAsync(path, content), 400);

        Assert.StartsWith(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/runs?limit=many", 400, "limit is 'many'; allowed is a whole number")]
    [InlineData("api/runs?createdAfter=soon", 400, "createdAfter is 'soon'; allowed is a time such as ")]
    [InlineData("api/search/completion?caret=x", 400, "caret is 'x'; allowed is a whole number")]
    [InlineData("api/nonsense", 404, "there is nothing at this address")]
    [InlineData("api/gc", 405, "allowed here: POST")]
    public async Task Get_WhatCannotBeAnswered_SaysWhy(string path, int status, string detail)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        var problem = await ApiHost.ProblemAsync(await host.Client.GetAsync(path), status);

        Assert.StartsWith(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_AnExperiment_SaysWhatIsCachedAndLaunchesNothing()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var plan = await PlanAsync(host);
        Assert.Equal(0, plan.CachedCount);
        Assert.True(plan.ExpectedSeconds > 0);

        var run = await host.LaunchAsync(Experiment());
        await host.WaitForAsync(run.Run.Id, RunStatus.Completed);

        plan = await PlanAsync(host);
        Assert.Equal((7, 0.0), (plan.CachedCount, plan.ExpectedSeconds));
        Assert.Equal(run.Steps.Select(step => step.Key), plan.Steps.Select(step => step.Key));
        Assert.Single((await host.GetAsync<RunPage>("api/runs")).Runs);
    }

    [Fact]
    public async Task Show_ByIdBeginningOrName_IsTheRun()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = (await host.LaunchAsync(Experiment())).Run;

        foreach (var name in new[] { run.Id.ToString("D"), run.Id.ToString("N")[..10], "fake" })
            Assert.Equal(run.Id, (await host.GetAsync<RunView>($"api/runs/{name}")).Run.Id);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/runs/nosuchrun"), 404);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/nosuchthing"), 404);
    }

    [Fact]
    public async Task Show_ABeginningOfSeveral_NamesThem()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        for (var run = 0; run < 17; run++)
            await host.LaunchAsync(Experiment(), $"name=run-{run}");
        var runs = (await host.GetAsync<RunPage>("api/runs?limit=200")).Runs;
        var digit = runs.GroupBy(run => run.ShortId[0]).First(group => group.Count() > 1).Key;

        var problem = await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/runs/{digit}"), 409);

        var candidates = problem["candidates"]!.AsArray().Select(id => (string)id!).ToArray();
        Assert.True(candidates.Length > 1);
        Assert.All(candidates, id => Assert.Equal(digit, id[0]));
    }

    [Fact]
    public async Task List_PageByPage_HasEveryRunOnceWhateverIsLaunchedMeanwhile()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var launched = new List<Guid>();
        for (var run = 0; run < 5; run++)
            launched.Add((await host.LaunchAsync(Experiment(), $"name=run-{run}")).Run.Id);

        var first = await host.GetAsync<RunPage>("api/runs?limit=2");
        await host.LaunchAsync(Experiment(), "name=late");
        var second = await host.GetAsync<RunPage>($"api/runs?limit=2&cursor={first.NextCursor}");
        var third = await host.GetAsync<RunPage>($"api/runs?limit=2&cursor={second.NextCursor}");

        Assert.Equal(5, first.TotalCount);
        Assert.Null(third.NextCursor);
        Assert.Equal(
            launched.Order(), first.Runs.Concat(second.Runs).Concat(third.Runs).Select(run => run.Id).Order());
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/runs?cursor=no-cursor"), 400);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/runs?limit=201"), 400);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/runs?limit=many"), 400);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/runs?status=flying"), 400);
    }

    [Fact]
    public async Task Cancel_Retry_Remove_GoThroughTheRunsLife()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var id = (await host.LaunchAsync(Experiment("updates: 100", "milliseconds_per_update: 50"))).Run.Id;
        await host.WaitAsync(id, view => view.Steps.Any(step => step.LastAttempt?.DoneCount >= 2));

        await ApiHost.ProblemAsync(await host.Client.PostAsync($"api/runs/{id}/retry", null), 409);
        await ApiHost.ProblemAsync(await host.Client.DeleteAsync($"api/runs/{id}"), 409);
        var cancelled = await ReadAsync<RunRow>(await host.Client.PostAsync($"api/runs/{id}/cancel", null));
        Assert.Equal(RunStatus.Cancelled, cancelled.Status);
        await ApiHost.ProblemAsync(await host.Client.PostAsync($"api/runs/{id}/cancel", null), 409);

        await ReadAsync<RunRow>(await host.Client.PostAsync($"api/runs/{id}/retry", null));
        await host.WaitForAsync(id, RunStatus.Completed);
        Assert.Equal(id, (await ReadAsync<RunRow>(await host.Client.DeleteAsync($"api/runs/{id}"))).Id);
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/runs/{id}"), 404);
    }

    public void Dispose() => _store.Dispose();

    private string Experiment(params string[] more) => ApiHost.Experiment(_store.Root, more);

    private async Task<PlanView> PlanAsync(ApiHost host) =>
        await ReadAsync<PlanView>(await host.Client.PostAsJsonAsync("api/plans", new { experiment = Experiment() }));

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            return (await response.Content.ReadFromJsonAsync<T>(WeakToStrong.Tracker.Api.ApiJson.Serializer))!;
        }
    }

    private static string Line(JsonNode? problem) =>
        (int?)problem!["line"] is { } line
            ? $"{problem["file"]}:{line}: {problem["message"]}"
            : $"{problem["file"]}: {problem["message"]}";

    private static bool Same(StepRow left, StepRow right) => left.Key == right.Key && left.Status == right.Status;
}
