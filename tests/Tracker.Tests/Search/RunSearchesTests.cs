using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Methods;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Search;

[Collection(SharedServers.Name)]
public sealed class RunSearchesTests(TestServers servers)
{
    [Theory]
    [InlineData("method = \"dpo\" and beta >= 0.1 or pgr.mean > 0.3",
        "methods.method = \"dpo\" and methods.beta >= 0.1 or pgr.mean > 0.3")]
    [InlineData("learning_rate > 1e-5", "methods.learning_rate > 1E-05")]
    [InlineData("kl_coefficient = 0.05", "methods.kl_coefficient = 0.05")]
    [InlineData("labeling.temperature = 0", "labeling.temperature = 0")]
    [InlineData("ceiling.method = sft", "ceiling.method = \"sft\"")]
    [InlineData("student.preset = micro", "models.student.preset = \"micro\"")]
    [InlineData("judge = world", "evaluation.judge = \"world\"")]
    [InlineData("data.kind = files and seed = 3", "data.kind = \"files\" and seeds = 3")]
    public void Parse_OptionsOfTheProduct_AreKnown(string text, string canonical) =>
        Assert.Equal(canonical, RunSearch.Parse(text, SearchVocabulary.Of(MethodCatalogue.Create())).ToString());

    [Fact]
    public void Statuses_OfSearches_AreThoseThatRunsAreShownWith() =>
        Assert.Equal(Enum.GetValues<ShownStatus>().Select(ShownStatuses.Word), SearchVocabulary.Statuses);

    [Theory, Engines]
    public async Task Parse_WrongText_NamesWhatTheRunsHave(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        await LaunchAsync(tracker, store);
        var searches = Searches(tracker);

        var exception = await Assert.ThrowsAsync<SearchException>(() => searches.ParseAsync("losss > 1", default));

        Assert.Equal((0, 5), (exception.Problem.Position, exception.Problem.Length));
        Assert.Equal("loss.last", exception.Problem.Nearest);
        Assert.Equal("tag = \"x\"", (await searches.ParseAsync("tag = x", default)).ToString());
    }

    [Theory, Engines]
    public async Task Complete_Values_AreThoseThatRunsHave(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var runId = await LaunchAsync(tracker, store);
        await tracker.Get<Tags>().SetAsync(runId, ["Paper", "draft"], default);
        var searches = Searches(tracker);

        Assert.Equal(["\"draft\"", "\"paper\""], await CompleteAsync("tag = "));
        Assert.Equal(["\"fake\""], await CompleteAsync("name = "));
        Assert.Equal(["\"correction\""], await CompleteAsync("task = c"));
        Assert.Equal(["\"base\""], await CompleteAsync("from = "));
        Assert.Equal(["loss.last", "loss.max", "loss.min"], (await CompleteAsync("loss")).Order());
        Assert.Equal(["mydpo.pgr.mean"], await CompleteAsync("mydpo.pgr.me"));

        async Task<IEnumerable<string>> CompleteAsync(string text) =>
            (await searches.CompleteAsync(text, text.Length, default)).Suggestions.Select(each => each.Text);
    }

    [Theory, Engines]
    public async Task Tags_Set_ReplacesThemAndTheyAreFound(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var runId = await LaunchAsync(tracker, store);
        var tags = tracker.Get<Tags>();

        await tags.SetAsync(runId, [" Paper  Draft ", "paper draft", "Baseline"], default);
        Assert.Equal(["baseline", "paper draft"], (await tags.OfAsync([runId], default))[runId]);

        await tags.SetAsync(runId, ["baseline", "new"], default);
        Assert.Equal(["baseline", "new"], (await tags.OfAsync([runId], default))[runId]);
        Assert.Empty((await tags.OfAsync([Guid.Empty], default))[runId]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    [InlineData("123456789 123456789 123456789 123456789 123456789 x")]
    public void Normal_NoTag_IsRefused(string tag) => Assert.Throws<InputException>(() => Tags.Normal(tag));

    [Fact]
    public async Task Tags_TooMany_AreRefused()
    {
        using var store = new TestStore();
        await using var tracker = await TestTracker.OpenAsync(store);
        var tags = Enumerable.Range(0, Tags.MaxCount + 1).Select(i => $"tag {i}");

        await Assert.ThrowsAsync<InputException>(() => tracker.Get<Tags>().SetAsync(Guid.Empty, tags, default));
    }

    [Theory, Engines]
    public async Task Tags_AddedAndRemoved_LeaveTheOthers(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var runId = await LaunchAsync(tracker, store);
        var tags = tracker.Get<Tags>();
        await tags.SetAsync(runId, Enumerable.Range(1, Tags.MaxCount - 1).Select(i => $"tag {i}"), default);

        await tags.AddAsync(runId, " New ", default);
        await tags.AddAsync(runId, "new", default);
        await Assert.ThrowsAsync<InputException>(() => tags.AddAsync(runId, "one too many", default));
        await tags.RemoveAsync(runId, "TAG 1", default);

        var left = (await tags.OfAsync([runId], default))[runId].ToArray();
        Assert.Equal(Tags.MaxCount - 1, left.Length);
        Assert.Contains("new", left);
        Assert.DoesNotContain("tag 1", left);
    }

    private static RunSearches Searches(TestTracker tracker) =>
        new(MethodCatalogue.Create(), tracker.Get<TrackerDatabase>());

    private static async Task<Guid> LaunchAsync(TestTracker tracker, TestStore store)
    {
        var plan = store.Plan();
        var model = plan.Train(plan.Prepare(), "seed 1 / mydpo");
        var runId = await tracker.LaunchAsync(new LaunchRequest
        {
            Plan = plan.Build(),
            ExperimentText = "{name: fake, methods: [{name: mydpo, method: dpo, from: Base}]}",
        });
        await tracker.Get<TrackerDatabase>().WriteAsync(
            async db =>
            {
                db.StepSeries.Add(new StepSeries
                {
                    StepKey = model.Step.Key, Name = "loss", PointCount = 1, FirstAt = 1, LastAt = 1, IsHot = false,
                });
                return await db.SaveChangesAsync();
            },
            default);
        return runId;
    }
}
