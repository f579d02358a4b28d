using System.Text.Json.Nodes;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Api.Launching;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Components.Pages.Launch;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Api;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Launch;

public sealed class LaunchReaderTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Start_WithoutAChoice_IsTheQuickstart()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        var start = await Reader(host).StartAsync(null, null, default);

        Assert.Equal("quickstart", start.Template);
        Assert.NotEmpty(start.Problems);
        Assert.Equal(Templates.Find("quickstart")!.Text, start.Text);
        Assert.Equal(["quickstart", "hh-harmless"], start.Templates.Select(template => template.Name));
    }

    [Fact]
    public async Task Start_WithARun_IsItsTextWithoutDefaults()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root, "updates: 7"));

        var start = await Reader(host).StartAsync("hh-harmless", run.Run.Id.ToString("N")[..8], default);

        Assert.Null(start.Template);
        Assert.StartsWith("fake ", start.Cloned, StringComparison.Ordinal);
        Assert.Equal(ApiHost.Experiment(_store.Root, "updates: 7"), start.Text);
    }

    [Fact]
    public async Task Start_WithARunThatIsNotThere_IsRefused()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);

        await Assert.ThrowsAsync<RunNotFoundException>(() => Reader(host).StartAsync(null, "0000", default));
    }

    [Theory]
    [InlineData("updates: many")]
    [InlineData("data: ../elsewhere.jsonl")]
    [InlineData("updtes: 3")]
    public async Task Check_OfAWrongText_SaysWhatTheApiSays(string line)
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var text = ApiHost.Experiment(_store.Root, line);

        var problems = await Reader(host).CheckAsync(text, default);

        using var answer = await host.SubmitAsync(text);
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["problems"]![0]!;
        var problem = Assert.Single(problems);
        Assert.Equal(said["message"]!.GetValue<string>(), problem.Message);
        Assert.Equal(4, problem.Line);
    }

    [Fact]
    public async Task Launch_OfASweep_MakesItsRunsUnderOneTag()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var order = new LaunchOrder
        {
            Text = ApiHost.Experiment(_store.Root),
            Runs = Sweep.Expand("fake", [new("updates", ["1", "2"]), new("seeds", ["1", "2"])]),
            Tag = Launcher.TagOf("A sweep"),
        };
        var plan = await Reader(host).PlanAsync(order, default);
        var launched = new List<Guid>();

        await LauncherOf(host).LaunchAsync(order, launched.Add, default);

        Assert.Equal(4, launched.Count);
        Assert.Equal(4, plan.Runs.Count);
        var tags = await host.Get<Tags>().OfAsync(launched, default);
        Assert.All(launched, id => Assert.Equal("sweep: a sweep", Assert.Single(tags[id])));
        var names = new List<string>();
        foreach (var id in launched)
            names.Add((await host.Get<RunQueries>().RowAsync(id, default)).Name);
        Assert.Equal(plan.Runs.Select(run => run.Name), names);
    }

    [Fact]
    public async Task Launch_OfASweepWithAWrongValue_LaunchesNothing()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var order = new LaunchOrder
        {
            Text = ApiHost.Experiment(_store.Root), Runs = Sweep.Expand("fake", [new("updates", ["1", "many"])]),
        };

        var error = await Assert.ThrowsAsync<InputException>(() =>
            LauncherOf(host).LaunchAsync(order, _ => { }, default));

        Assert.Contains("updates=many: updates is 'many'", error.Message, StringComparison.Ordinal);
        var runs = await host.Get<RunQueries>().ListAsync(new RunFilter(), 10, null, default);
        Assert.Empty(runs.Runs);
    }

    [Theory]
    [InlineData("quickstart")]
    [InlineData("tuned")]
    public void Short_OfAnExperiment_MeansTheSame(string which)
    {
        string[] overrides = which == "tuned"
            ?
            [
                "methods.rlhf.reward_model.compute.threads=2", "labeling.top_k=5", "data.card_fraction=0.3",
                "ceiling.epochs=3",
            ]
            : [];
        var catalogue = MethodCatalogue.Create();
        var kept = ExperimentWriter.Write(
            ExperimentReader.Parse(Templates.All[0].Text, "a.yaml", "/", overrides, catalogue));

        var text = new ExperimentYaml(catalogue).Write(JsonNode.Parse(kept)!.AsObject())!;

        Assert.Equal(kept, ExperimentWriter.Write(ExperimentReader.Parse(text, "a.yaml", "/", [], catalogue)));
        Assert.True(text.Length < kept.Length / 2, text);
    }

    public void Dispose() => _store.Dispose();

    private static LaunchReader Reader(ApiHost host) => new(
        host.Get<ExperimentDesk>(), host.Get<StepCatalogue>(), host.Get<ArtifactStore>(), host.Get<SystemStatus>(),
        host.Get<TrackerDatabase>(), host.Get<RunQueries>());

    private static Launcher LauncherOf(ApiHost host) =>
        new(host.Get<ExperimentDesk>(), host.Get<Tags>(), new ApiOptions());
}
