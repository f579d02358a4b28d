using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Pages.Experiment;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Components.Pages.Experiment;

public sealed class ExperimentReaderTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Read_ARunOfManySteps_TravelsWithoutThem()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        for (var i = 0; i < 100; i++)
            plan.Prepare($"data {i}");
        var runId = await tracker.LaunchAsync(plan.Request());

        var travelling = await ReadAsync(tracker, new ExperimentAsked(runId, null), isLive: false);
        var live = await ReadAsync(tracker, new ExperimentAsked(runId, null), isLive: true);

        Assert.Null(travelling.Steps);
        Assert.Equal(101, live.Steps!.Count);
        Assert.Equal(live.Run.StepCount, travelling.Run.StepCount);
    }

    [Fact]
    public async Task Read_AFailedRun_SaysWhichStepAndWhatHelps()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.FailAsync((await tracker.ClaimAsync(data.Step.Key))!, FailureReason.InvalidInput);
        await tracker.Get<RunFinisher>().FinishAsync(default);

        var view = await ReadAsync(tracker, new ExperimentAsked(runId, null), isLive: true);

        var failure = Assert.Single(view.Failures);
        Assert.Equal(("data", "as the test wants it"), (failure.Name, failure.Reason));
        Assert.Contains("launch it as a clone", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NobodyForAReadyStep_SaysWhoIsMissing()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        plan.Train(data, "sft");
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.CompleteAsync(data.Step.Key);

        var view = await ReadAsync(tracker, new ExperimentAsked(runId, null), isLive: true);

        Assert.Equal(["trainer"], view.MissingWorkers);
    }

    [Fact]
    public async Task Read_AChosenStep_HasItsFilesInputsAndOptions()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        var train = plan.Train(data, "sft");
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.CompleteAsync(data.Step.Key);

        var chosen = (await ReadAsync(tracker, new ExperimentAsked(runId, data.Step.Key), isLive: true)).Step!;
        var next = (await ReadAsync(tracker, new ExperimentAsked(runId, train.Step.Key), isLive: true)).Step!;
        var none = await ReadAsync(tracker, new ExperimentAsked(runId, new string('f', 64)), isLive: true);

        var output = Assert.Single(chosen.Outputs);
        Assert.Equal(("data", "made.txt"), (output.Name, Assert.Single(output.Files).Path));
        Assert.Equal("data", next.NamesOfSteps[data.Step.Key]);
        Assert.Null(none.Step);
    }

    [Fact]
    public async Task Edges_OfARun_AreWhatNeedsWhat()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        var train = plan.Train(data, "sft");
        var runId = await tracker.LaunchAsync(plan.Request());

        var edges = await StepReader(tracker).EdgesAsync(runId, default);

        Assert.Contains(new GraphEdge(data.Step.Key, train.Step.Key), edges);
    }

    [Fact]
    public async Task Meter_BeforeAPaceIsMeasured_CountsOnTheSlotsThatWorkersOffer()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        plan.Prepare();
        var view = await tracker.ShowAsync(await tracker.LaunchAsync(plan.Request()));
        await tracker.Get<TrackerDatabase>().WriteAsync(
            db =>
            {
                db.Workers.Add(new KnownWorker
                {
                    Id = new Guid(1, 0, 0, new byte[8]), Roles = "trainer", Endpoint = "e",
                    SlotCount = 7, FreeSlotCount = 7,
                    MachineName = "m", ProcessId = 1, HeardAt = tracker.Clock.GetUtcNow(),
                });
                return db.SaveChangesAsync();
            },
            default);

        var meter = await Reader(tracker).MeterAsync(default);

        Assert.Equal((view.TotalSeconds - view.DoneSeconds) / 7, meter.Left(view)!.Value.TotalSeconds, 3);
    }

    public void Dispose() => _store.Dispose();

    private static ChosenStepReader StepReader(TestTracker tracker) =>
        new(tracker.Get<TrackerDatabase>(), tracker.Get<StepQueries>(), tracker.Get<ArtifactStore>());

    private static ExperimentReader Reader(TestTracker tracker) => new(
        tracker.Queries, tracker.Get<RunResults>(), tracker.Get<WorkerQueries>(), StepReader(tracker),
        tracker.Get<Tags>(), tracker.Get<RunNotes>(), tracker.Get<AuditQueries>(), tracker.Clock);

    private static Task<ExperimentView> ReadAsync(TestTracker tracker, ExperimentAsked asked, bool isLive) =>
        Reader(tracker).ReadAsync(asked, new ProgressMeter(tracker.Clock, slots: 2), isLive, default);
}
