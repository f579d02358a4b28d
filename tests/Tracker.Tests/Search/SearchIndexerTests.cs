using Microsoft.EntityFrameworkCore;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Search;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Reports;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Search;

[Collection(SharedServers.Name)]
public sealed class SearchIndexerTests(TestServers servers)
{
    private const string Text =
        """
        {name: swept, labeling: {temperature: 0.3}, seeds: [1, 2],
         methods: [{name: dpo, method: dpo, beta: 0.1}, {name: sft, method: sft}]}
        """;

    [Theory, Engines]
    public async Task Launch_Experiment_IsFoundByItsOptions(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var runId = await LaunchAsync(tracker, store, Text);
        await LaunchAsync(tracker, store, Text.Replace("beta: 0.1", "beta: 0.5", StringComparison.Ordinal));

        Assert.Equal(
            [runId], await FindAsync(tracker, "method = dpo and beta < 0.2 and temperature = 0.3 and seed = 2"));
        Assert.Empty(await FindAsync(tracker, "method = sft and beta < 0.2"));
    }

    [Theory, Engines]
    public async Task Launch_Steps_KnowTheirSystems(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var runId = await LaunchAsync(tracker, store, Text);

        Assert.Equal(
            ["ceiling ", "data ", "dpo dpo", "dpo dpo", "fake "], await StepsAsync(tracker, runId));
    }

    [Theory, Engines]
    public async Task Launch_SameOptionsAgain_AreKeptOnce(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        await LaunchAsync(tracker, store, Text);
        var before = await CountAsync(tracker, db => db.OptionValues());

        for (var i = 0; i < 3; i++)
            await LaunchAsync(tracker, store, Text);

        Assert.Equal(before, await CountAsync(tracker, db => db.OptionValues()));
        Assert.Equal(8, await CountAsync(tracker, db => db.RunOptions()));
        Assert.Equal(8, await CountAsync(tracker, db => db.RunSystems()));
    }

    [Theory, Engines]
    public async Task Launch_ManyAtOnce_WritesEachSetOnce(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LaunchAsync(tracker, store, Text)));

        Assert.Equal(runs.Order(), await FindAsync(tracker, "beta = 0.1 and seed = 1"));
        // Two seeds, the temperature; of DPO its name, method and β, of SFT two.
        Assert.Equal(8, await CountAsync(tracker, db => db.OptionValues()));
    }

    [Fact]
    public async Task Complete_Run_TakesItsResults()
    {
        using var store = new TestStore();
        await using var host = await TestHost.StartAsync(store);
        var plan = store.Plan();
        plan.Train(plan.Prepare(), "sft");
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitForAsync(runId, RunStatus.Completed);

        await using var tracker = await TestTracker.OpenAsync(store);
        Assert.True(await tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.RunIndexings().AnyAsync(row => row.RunId == runId && row.HasResults), default));
    }

    [Theory, Engines]
    public async Task CatchUp_RunFromBefore_IsFoundByOptionsResultsAndSteps(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var runId = await LaunchAsync(tracker, store, Text);
        await ForgetAsync(tracker, runId, RunStatus.Completed);
        WriteReport(store, runId, 0.4);
        Assert.Empty(await FindAsync(tracker, "beta = 0.1"));

        Assert.Equal(1, await tracker.Get<SearchIndexer>().CatchUpAsync(default));
        Assert.Equal(0, await tracker.Get<SearchIndexer>().CatchUpAsync(default));

        Assert.Equal([runId], await FindAsync(tracker, "beta = 0.1 and pgr.mean = 0.4 and pgr.n = 2"));
        Assert.Equal([runId], await FindAsync(tracker, "ceiling.quality.low < 0.4 and temperature = 0.3"));
        Assert.Equal(["ceiling ", "data ", "dpo dpo", "dpo dpo", "fake "], await StepsAsync(tracker, runId));
    }

    [Theory, Engines]
    public async Task CatchUp_WithoutAReportOrWithABrokenOne_IsDoneOnce(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var without = await LaunchAsync(tracker, store, Text);
        var broken = await LaunchAsync(tracker, store, Text);
        var running = await LaunchAsync(tracker, store, Text);
        await ForgetAsync(tracker, without, RunStatus.Completed);
        await ForgetAsync(tracker, broken, RunStatus.Completed);
        await ForgetAsync(tracker, running, RunStatus.Running);
        var report = RunReportWriter.PathOf(store.Root, broken);
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);
        File.WriteAllText(report, "{}");

        Assert.Equal(3, await tracker.Get<SearchIndexer>().CatchUpAsync(default));
        Assert.Equal(0, await tracker.Get<SearchIndexer>().CatchUpAsync(default));

        Assert.Equal(3, (await FindAsync(tracker, "beta = 0.1")).Length);
    }

    [Theory, Engines]
    public async Task CatchUp_SeveralAtOnce_LeaveTheSameRows(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        for (var i = 0; i < 5; i++)
            await ForgetAsync(tracker, await LaunchAsync(tracker, store, Text), RunStatus.Failed);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => tracker.Get<SearchIndexer>().CatchUpAsync(default)));

        Assert.Equal(8, await CountAsync(tracker, db => db.OptionValues()));
        Assert.Equal(10, await CountAsync(tracker, db => db.RunOptions()));
        Assert.Equal(10, await CountAsync(tracker, db => db.RunSystems()));
        Assert.Equal(5, await CountAsync(tracker, db => db.RunIndexings()));
    }

    [Theory, Engines]
    public async Task RemoveUnused_OptionsOfRemovedRuns_Go(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var kept = await LaunchAsync(tracker, store, Text);
        var removed = await LaunchAsync(tracker, store, Text.Replace("beta: 0.1", "beta: 9", StringComparison.Ordinal));
        var database = tracker.Get<TrackerDatabase>();
        await database.WriteAsync(db => db.Runs.Where(run => run.Id == removed).ExecuteDeleteAsync(), default);

        // The name, method and β of the removed DPO.
        Assert.Equal(3, await database.WriteAsync(SearchIndex.RemoveUnusedAsync, default));
        Assert.Equal(0, await database.WriteAsync(SearchIndex.RemoveUnusedAsync, default));
        Assert.Equal([kept], await FindAsync(tracker, "beta = 0.1 and seed = 1"));
    }

    [Theory, Engines]
    public async Task AddRun_HugeExperiment_KeepsABoundedPart(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var seeds = string.Join(", ", Enumerable.Range(0, 3000));
        var note = new string('x', 100_000);

        await LaunchAsync(tracker, store, $"{{name: huge, seeds: [{seeds}], labeling: {{note: {note}}}}}");

        Assert.Equal(OptionSet.MaxOptions + 1, await CountAsync(tracker, db => db.OptionValues()));
        Assert.Single(await FindAsync(tracker, $"note = {new string('x', 300)}"));
    }

    private static Task<Guid> LaunchAsync(TestTracker tracker, TestStore store, string text)
    {
        var plan = store.Plan();
        var data = plan.Prepare("seed 1 / data");
        var model = plan.Train(data, "seed 1 / dpo");
        plan.Train(data, "seed 1 / ceiling");
        plan.Evaluate(model, "seed 1 / dpo / judge");
        return tracker.LaunchAsync(new LaunchRequest { Plan = plan.Build(), ExperimentText = text });
    }

    /// <summary>Leaves the run as it was before there were searches.</summary>
    private static Task<int> ForgetAsync(TestTracker tracker, Guid runId, RunStatus status) =>
        tracker.Get<TrackerDatabase>().WriteAsync(
            async db =>
            {
                await db.RunOptions().Where(row => row.RunId == runId).ExecuteDeleteAsync();
                await db.RunSystems().Where(row => row.RunId == runId).ExecuteDeleteAsync();
                await db.RunIndexings().Where(row => row.RunId == runId).ExecuteDeleteAsync();
                await db.OptionValues().ExecuteDeleteAsync();
                await db.Runs.Where(run => run.Id == runId)
                    .ExecuteUpdateAsync(set => set.SetProperty(run => run.Status, status));
                return await db.RunMembers.Where(member => member.RunId == runId).ExecuteUpdateAsync(set => set
                    .SetProperty(member => member.System, (string?)null)
                    .SetProperty(member => member.Method, (string?)null));
            },
            default);

    private static void WriteReport(TestStore store, Guid runId, double value)
    {
        var interval = SearchedRun.Interval(value, 0.1, 2);
        var report = new Report
        {
            Name = "swept",
            Task = "fake",
            Seeds = [1, 2],
            ReportDigest = "",
            Rows = [],
            Summary =
            [
                .. new[] { "dpo", "ceiling" }.Select(system => new SystemSummary
                {
                    System = system,
                    Quality = interval,
                    Helpfulness = interval,
                    Harmlessness = interval,
                    Pgr = interval,
                    MeanGainOverMeanGap = value,
                }),
            ],
            Differences = [],
            Notes = [],
        };
        var path = RunReportWriter.PathOf(store.Root, runId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, ReportFile.Serialize(report with { ReportDigest = ReportFile.DigestOf(report) }));
    }

    private static async Task<IEnumerable<string>> StepsAsync(TestTracker tracker, Guid runId)
    {
        var members = await tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.RunMembers.Where(member => member.RunId == runId).ToListAsync(), default);
        return members.Select(member => $"{member.System} {member.Method}").Order(StringComparer.Ordinal);
    }

    private static Task<int> CountAsync<T>(TestTracker tracker, Func<TrackerContext, IQueryable<T>> rows) =>
        tracker.Get<TrackerDatabase>().ReadAsync(db => rows(db).CountAsync(), default);

    private static async Task<Guid[]> FindAsync(TestTracker tracker, string text)
    {
        var search = RunSearch.Parse(text, RandomSearches.Vocabulary);
        var ids = await tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.Runs.Matching(db, search, tracker.Clock.GetUtcNow()).Select(run => run.Id).ToListAsync(), default);
        return [.. ids.Order()];
    }
}
