using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

[Collection(SharedServers.Name)]
public sealed class ProgressLedgerTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Record_ManyAtOnce_EachIsCommittedWhenItCompletes(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);

        var records = Enumerable.Range(1, 200).Select(done => Task.Run(async () =>
        {
            await tracker.Get<ProgressLedger>().RecordAsync(Progress(tracker, command, done), default);
            var series = await tracker.Get<MetricQueries>().SeriesAsync(command.StepKey, ["loss"], default);
            Assert.Contains(series[0].Points, point => point.At == done);
        }));
        await Task.WhenAll(records);

        var summary = Assert.Single(await tracker.Get<MetricQueries>().SummariesAsync(command.StepKey, null, default));
        Assert.Equal((200, 1, 200), (summary.Count, summary.FirstAt, summary.LastAt));
    }

    [Theory]
    [Engines]
    public async Task Record_OutOfOrder_KeepsTheLatestProgressAndCountsThinnedPointsOnce(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);
        var early = Progress(tracker, command, 1) with { ThinnedCount = 10 };
        tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = Progress(tracker, command, 2) with { ThinnedCount = 5 };

        foreach (var progress in new[] { late, late, early, late })
            await tracker.Get<ProgressLedger>().RecordAsync(progress, default);

        var attempt = await ShowAsync(tracker);
        Assert.Equal((2, 5), (attempt.DoneCount, attempt.ThinnedCount));
    }

    [Fact]
    public async Task Record_OneMessageIsRefused_TheOthersAreCommitted()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);
        var ledger = tracker.Get<ProgressLedger>();

        // No text of the database holds the character zero.
        var messages = Enumerable.Range(1, 20)
            .Select(done => Progress(tracker, command, done) with { Unit = done == 7 ? "\0" : "updates" }).ToList();
        var records = messages.ConvertAll(progress => ledger.RecordAsync(progress, default));
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(records));

        Assert.Equal([6], records.Index().Where(record => record.Item.IsFaulted).Select(record => record.Index));
        var summary = Assert.Single(await tracker.Get<MetricQueries>().SummariesAsync(command.StepKey, null, default));
        Assert.Equal(19, summary.Count);
    }

    private static async Task<Tracker.Runs.AttemptRow> ShowAsync(TestTracker tracker)
    {
        var run = Assert.Single(await tracker.Queries.AllAsync());
        return (await tracker.ShowAsync(run.Id)).Steps[0].LastAttempt!;
    }

    private static async Task<RunStep> ClaimAsync(TestStore store, TestTracker tracker)
    {
        var plan = store.Plan();
        var data = plan.Prepare();
        await tracker.LaunchAsync(plan.Request());
        return (await tracker.ClaimAsync(data.Step.Key))!;
    }

    private static StepProgressed Progress(TestTracker tracker, RunStep command, int done) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        DoneCount = done,
        TotalCount = 200,
        Unit = "updates",
        Metrics = [new MetricPoint("loss", done, 1.0 / done)],
        ReportedAt = tracker.Clock.GetUtcNow(),
    };
}
