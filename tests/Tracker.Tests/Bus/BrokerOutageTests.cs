using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Bus;

/// <summary>The broker goes in the middle of things, and comes back.</summary>
[Collection(SharedBroker.Name)]
public sealed class BrokerOutageTests(TestBroker broker) : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Kill_WhileAStepRuns_TheStepGoesOnAndNothingIsLost()
    {
        await using var services = new ServiceHosts(broker.Address, _store);
        var tracker = await services.StartTrackerAsync();
        await services.StartWorkerAsync();
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 150, milliseconds: 100);
        plan.Evaluate(train, "sft scores");
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);

        broker.Kill();
        await broker.StartAgainAsync();

        var run = await tracker.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal(["data 0", "sft 0", "sft scores 0"], _store.Executions);
        Assert.All(run.Steps, step => Assert.Equal(1, step.AttemptCount));
        // Points may come after the end of their step.
        await Eventually.TrueAsync(async () => (await PointsAsync(tracker, train.Step.Key)).Count == 150, "all points");
        Assert.Equal(Enumerable.Range(1, 150), await PointsAsync(tracker, train.Step.Key));
    }

    [Fact]
    public async Task Kill_UntilAStepHasEnded_ItsEndIsToldWhenTheBrokerIsBack()
    {
        await using var services = new ServiceHosts(broker.Address, _store);
        var tracker = await services.StartTrackerAsync();
        await services.StartWorkerAsync();
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 20, milliseconds: 100);
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);

        broker.Kill();
        await EventuallyAsync(() => File.Exists(Path.Combine(_store.Root, "steps", $"{train.Step.Key}.json")));
        await broker.StartAgainAsync();

        var run = await tracker.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal(["data 0", "sft 0"], _store.Executions);
        Assert.Equal(1, run.Steps[1].AttemptCount);
    }

    [Fact]
    public async Task Start_BeforeTheBroker_WorksOnceItIsThere()
    {
        broker.Kill();
        await using var services = new ServiceHosts(broker.Address, _store);
        var tracker = await services.StartTrackerAsync();
        await services.StartWorkerAsync();
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft");
        var runId = await tracker.LaunchAsync(plan.Request());
        // What needs no worker is done meanwhile.
        await tracker.WaitAsync(runId, run => run.Steps[1].Status == StepStatus.Ready);

        await broker.StartAgainAsync();

        await tracker.WaitForAsync(runId, RunStatus.Completed);
    }

    [Fact]
    public async Task Stop_WhileTheBrokerIsAway_DoesNotWaitForIt()
    {
        var services = new ServiceHosts(broker.Address, _store);
        await services.StartTrackerAsync();
        await services.StartWorkerAsync();
        broker.Kill();
        try
        {
            await services.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(40));
        }
        finally
        {
            await broker.StartAgainAsync();
        }
    }

    public void Dispose() => _store.Dispose();

    private static async Task<IReadOnlyList<int>> PointsAsync(TestHost tracker, string stepKey) =>
    [
        .. (await tracker.Queries.MetricsAsync(stepKey, default))
            .Where(series => series.Name == "loss").SelectMany(series => series.Samples)
            .Select(sample => (int)sample.At),
    ];

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
            await Task.Delay(50, patience.Token);
    }
}
