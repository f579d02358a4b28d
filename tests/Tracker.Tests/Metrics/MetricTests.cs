using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Metrics;

[Collection(SharedServers.Name)]
public sealed class MetricTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Record_SamePointTwiceAndAgain_IsOnePointWithTheLatestValue(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);
        await RecordAsync(tracker, command, ("loss", 1, 4.0), ("loss", 2, 2.0), ("accuracy", 2, null));
        await RecordAsync(tracker, command, ("loss", 1, 4.0), ("loss", 2, 2.0), ("accuracy", 2, null));
        await RecordAsync(tracker, command, ("loss", 2, 3.0), ("loss", 4, 1.0), ("loss", 3, double.MinValue));

        var series = await SeriesAsync(tracker, command);

        Assert.Equal(["accuracy", "loss"], series.Select(view => view.Summary.Name));
        Assert.Equal([new(2, null)], series[0].Points);
        Assert.Equal([new(1, 4.0), new(2, 3.0), new(3, double.MinValue), new(4, 1.0)], series[1].Points);
        Assert.Equal(Summary("loss", 4, 1, 4, 1.0, double.MinValue, 4.0), series[1].Summary);
        Assert.Equal(Summary("accuracy", 1, 2, 2, null, null, null), series[0].Summary);
    }

    [Theory]
    [Engines]
    public async Task Record_OutOfOrder_LastIsThePointFurthestOn(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);
        await RecordAsync(tracker, command, ("loss", 9, 0.5));
        await RecordAsync(tracker, command, ("loss", 3, 2.0));

        var summary = Assert.Single(await tracker.Get<MetricQueries>().SummariesAsync(command.StepKey, null, default));

        Assert.Equal(Summary("loss", 2, 3, 9, 0.5, 0.5, 2.0), summary);
    }

    [Theory]
    [Engines]
    public async Task Series_NamesAreGiven_AreOnlyThose(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);
        await RecordAsync(tracker, command, ("a", 1, 1), ("b", 1, 1), ("c", 1, 1));

        var some = await tracker.Get<MetricQueries>().SeriesAsync(command.StepKey, ["c", "a", "x"], default);

        Assert.Equal(["a", "c"], some.Select(view => view.Summary.Name));
        Assert.Empty(await tracker.Get<MetricQueries>().SeriesAsync("no such step", null, default));
    }

    [Theory]
    [Engines]
    public async Task Compact_StepHasEnded_ReadsTheSameAndAgainChangesNothing(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);
        await RecordAsync(
            tracker, command, ("loss", 1, 4.0), ("loss", 2, null), ("loss", 7, 2.0), ("accuracy", 7, 0.5));
        var compactor = tracker.Get<MetricCompactor>();
        Assert.Equal(0, await compactor.CompactAsync(default));
        var before = await SeriesAsync(tracker, command);
        await tracker.FailAsync(command, FailureReason.Error);

        Assert.Equal(2, await compactor.CompactAsync(default));
        Assert.Equal(0, await compactor.CompactAsync(default));

        await AssertSameAsync(before, tracker, command);
        Assert.Equal((0, 2), await tracker.CountPointsAsync());
    }

    [Theory]
    [Engines]
    public async Task Compact_PointComesLate_IsPackedWithTheOthers(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);
        await RecordAsync(tracker, command, ("loss", 1, 4.0), ("loss", 2, 2.0));
        await tracker.FailAsync(command, FailureReason.Error);
        await tracker.Get<MetricCompactor>().CompactAsync(default);

        await RecordAsync(tracker, command, ("loss", 2, 2.5), ("loss", 3, 1.0));
        var late = await SeriesAsync(tracker, command);
        Assert.Equal([new(1, 4.0), new(2, 2.5), new(3, 1.0)], Assert.Single(late).Points);
        Assert.Equal(1, await tracker.Get<MetricCompactor>().CompactAsync(default));

        var packed = Assert.Single(await SeriesAsync(tracker, command));
        Assert.Equal([new(1, 4.0), new(2, 2.5), new(3, 1.0)], packed.Points);
        Assert.Equal(Summary("loss", 3, 1, 3, 1.0, 1.0, 4.0), packed.Summary);
        Assert.Equal((0, 1), await tracker.CountPointsAsync());
    }

    [Theory]
    [Engines]
    public async Task Compact_ValueWasMeasuredAgain_SettlesLeastAndMost(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, tracker);
        await RecordAsync(tracker, command, ("loss", 1, 4.0), ("loss", 2, 100.0));
        await RecordAsync(tracker, command, ("loss", 2, 2.0));
        await tracker.FailAsync(command, FailureReason.Error);

        await tracker.Get<MetricCompactor>().CompactAsync(default);

        Assert.Equal(
            Summary("loss", 2, 1, 2, 2.0, 2.0, 4.0), Assert.Single(await SeriesAsync(tracker, command)).Summary);
    }

    [Theory]
    [Engines]
    public async Task Record_WhileOthersArePackedByTwoTrackers_LosesNoPoint(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var first = await TestTracker.OpenAsync(store);
        await using var second = await TestTracker.OpenAsync(store);
        var command = await ClaimAsync(store, first);
        await first.FailAsync(command, FailureReason.Error);
        TestTracker[] trackers = [first, second];

        var writers = Enumerable.Range(0, 40).Select(index => Task.Run(
            () => RecordAsync(trackers[index % 2], command, ("a", index, index), ("b", 40 - index, index))));
        var packers = Enumerable.Range(0, 10).Select(index => Task.Run(
            () => trackers[index % 2].Get<MetricCompactor>().CompactAsync(default)));
        await Task.WhenAll([.. writers, .. packers]);
        await first.Get<MetricCompactor>().CompactAsync(default);

        var series = await SeriesAsync(second, command);
        Assert.Equal(Enumerable.Range(0, 40).Select(index => new PointValue(index, index)), series[0].Points);
        Assert.Equal(Enumerable.Range(1, 40).Select(at => new PointValue(at, 40 - at)), series[1].Points);
        Assert.All(series, view => Assert.Equal(40, view.Summary.Count));
        Assert.Equal((0, 2), await first.CountPointsAsync());
    }

    [Theory]
    [Engines]
    public async Task Remove_RunWithMetrics_LeavesNone(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var train = plan.Train(plan.Prepare(), "sft");
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.CompleteAsync(train.Step.Spec.Inputs["data"].StepKey);
        var command = (await tracker.ClaimAsync(train.Step.Key))!;
        await RecordAsync(tracker, command, ("loss", 1, 1));
        await tracker.FailAsync(command, FailureReason.Error);
        await tracker.Get<MetricCompactor>().CompactAsync(default);
        await RecordAsync(tracker, command, ("loss", 2, 1));
        await tracker.Get<Tracker.Runs.RunCommands>().CancelAsync(runId, default);

        await tracker.Get<Tracker.Runs.RunCommands>().RemoveAsync(runId, default);

        Assert.Equal((0, 0), await tracker.CountPointsAsync());
        await RecordAsync(tracker, command, ("loss", 3, 1));
        Assert.Empty(await SeriesAsync(tracker, command));
    }

    private static async Task<RunStep> ClaimAsync(TestStore store, TestTracker tracker)
    {
        var plan = store.Plan();
        var data = plan.Prepare();
        await tracker.LaunchAsync(plan.Request());
        return (await tracker.ClaimAsync(data.Step.Key))!;
    }

    private static Task RecordAsync(
        TestTracker tracker, RunStep command, params (string Name, long At, double? Value)[] points) =>
        tracker.Get<ProgressLedger>().RecordAsync(
            new StepProgressed
            {
                AttemptId = command.AttemptId,
                AttemptNumber = command.AttemptNumber,
                StepKey = command.StepKey,
                DoneCount = 1,
                TotalCount = 4,
                Unit = "updates",
                Metrics = [.. points.Select(point => new MetricPoint(point.Name, point.At, point.Value))],
                ReportedAt = tracker.Clock.GetUtcNow(),
            },
            default);

    private static Task<IReadOnlyList<SeriesView>> SeriesAsync(TestTracker tracker, RunStep command) =>
        tracker.Get<MetricQueries>().SeriesAsync(command.StepKey, null, default);

    private static async Task AssertSameAsync(
        IReadOnlyList<SeriesView> expected, TestTracker tracker, RunStep command)
    {
        var actual = await SeriesAsync(tracker, command);
        Assert.Equal(expected.Select(view => view.Summary), actual.Select(view => view.Summary));
        Assert.Equal(expected.Select(view => view.Points), actual.Select(view => view.Points));
    }

    private static SeriesSummary Summary(
        string name, long count, long firstAt, long lastAt, double? last, double? min, double? max) => new()
        {
            Name = name,
            Count = count,
            FirstAt = firstAt,
            LastAt = lastAt,
            Last = last,
            Min = min,
            Max = max,
        };
}
