using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Lineage;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Lineage;

[Collection(SharedServers.Name)]
public sealed class ArtifactQueriesTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task List_Always_IsNewestFirstAndPageByPage(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await FilledAsync(store);

        var first = await ListAsync(tracker, new ArtifactFilter { Take = 2 });
        var rest = await ListAsync(tracker, new ArtifactFilter { Skip = 2, Take = 2 });

        Assert.Equal(["b-model", "b-data"], first.Rows.Select(row => row.Maker.Name));
        Assert.Equal(["a-model", "a-data"], rest.Rows.Select(row => row.Maker.Name));
        Assert.Equal((4, 4), (first.TotalCount, rest.TotalCount));
    }

    [Theory]
    [InlineData(ArtifactKind.Model, "", "b-model,a-model")]
    [InlineData(null, "first", "a-model,a-data")]
    [InlineData(null, "FIRST", "a-model,a-data")]
    [InlineData(null, "fake-train", "b-model,a-model")]
    [InlineData(ArtifactKind.Model, "second", "b-model")]
    [InlineData(null, "nothing-like-it", "")]
    [InlineData(null, "100%", "")]
    public async Task List_Narrowed_HasWhatFits(ArtifactKind? kind, string text, string expected)
    {
        foreach (var engine in Enum.GetValues<Engine>())
        {
            using var store = await servers.NewStoreAsync(engine);
            await using var tracker = await FilledAsync(store);

            var page = await ListAsync(tracker, new ArtifactFilter { Kind = kind, Text = text });

            Assert.Equal(expected, string.Join(',', page.Rows.Select(row => row.Maker.Name)));
            Assert.Equal(page.Rows.Count, page.TotalCount);
        }
    }

    [Theory]
    [Engines]
    public async Task List_ByTheFirstDigitsOfADigest_FindsIt(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await FilledAsync(store);
        var wanted = (await ListAsync(tracker, new ArtifactFilter())).Rows[1];

        var page = await ListAsync(tracker, new ArtifactFilter { Text = wanted.Digest[..10].ToUpperInvariant() });

        Assert.Equal(wanted.Digest, Assert.Single(page.Rows).Digest);
    }

    [Theory]
    [Engines]
    public async Task Sources_OfExperiments_AreListedOnceWithTheirUses(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await FilledAsync(store);
        var keys = (await ListAsync(tracker, new ArtifactFilter { Kind = ArtifactKind.Data })).Rows
            .Select(row => row.Maker.Key).ToArray();
        await tracker.Get<TrackerDatabase>().WriteAsync(
            db =>
            {
                db.StepSources.AddRange(keys.Select(key => Source(key, "transfer", "/data/transfer_1.jsonl", 'a')));
                db.StepSources.Add(Source(keys[0], "test", "/data/test.jsonl", 'b'));
                return db.SaveChangesAsync();
            },
            default);
        var artifacts = tracker.Get<ArtifactQueries>();

        var all = await artifacts.SourcesAsync("", 0, 10, default);
        var (paths, users) = await tracker.Get<LineageQueries>().SourceAsync(new string('a', 64), 10, default);

        Assert.Equal([("/data/test.jsonl", 1), ("/data/transfer_1.jsonl", 2)],
            all.Rows.Select(row => (row.Path, row.StepCount)));
        Assert.Equal(2, all.TotalCount);
        Assert.Single((await artifacts.SourcesAsync("TRANSFER_1", 0, 10, default)).Rows);
        Assert.Empty((await artifacts.SourcesAsync("transferX1", 0, 10, default)).Rows);
        Assert.Equal(["/data/transfer_1.jsonl"], paths);
        Assert.Equal(keys.Order(StringComparer.Ordinal), users.Steps.Select(step => step.Key));
    }

    private static StepSource Source(string key, string name, string path, char digit) =>
        new() { StepKey = key, Name = name, Path = path, Sha256 = new string(digit, 64) };

    private static Task<ArtifactPage> ListAsync(TestTracker tracker, ArtifactFilter filter) =>
        tracker.Get<ArtifactQueries>().ListAsync(filter, default);

    /// <summary>Two runs, each with data and a model, made one after the other.</summary>
    private static async Task<TestTracker> FilledAsync(TestStore store)
    {
        var tracker = await TestTracker.OpenAsync(store);
        foreach (var (run, letter) in new[] { ("first", "a"), ("second", "b") })
        {
            var plan = store.Plan();
            var data = plan.Prepare($"{letter}-data");
            var model = plan.Train(data, $"{letter}-model");
            plan.Evaluate(model, $"{letter}-scores");
            await tracker.LaunchAsync(plan.Request(run));
            foreach (var step in new[] { data, model })
            {
                tracker.Clock.Advance(TimeSpan.FromMinutes(1));
                await tracker.CompleteAsync(step.Step.Key);
            }
        }
        return tracker;
    }
}
