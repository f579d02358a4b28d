using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.DeadLetters;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Bus;

/// <summary>The database goes in the middle of things, and comes back: messages wait for it.</summary>
[Collection(SharedBroker.Name)]
public sealed class DatabaseOutageTests(TestBroker broker, TestServers servers)
{
    [Fact]
    public async Task Kill_WhileAStepRuns_NoMessageIsLostOrADeadLetter()
    {
        using var store = await servers.NewStoreAsync(Engine.Postgres);
        var postgres = await servers.PostgresAsync();
        await using var services = new ServiceHosts(broker.Address, store);
        var tracker = await services.StartTrackerAsync();
        await services.StartWorkerAsync();
        var plan = store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 60, milliseconds: 50);
        plan.Evaluate(train, "sft scores");
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);

        postgres.Kill();
        // The step ends while nobody can write that down.
        await EventuallyAsync(() => File.Exists(Path.Combine(store.Root, "steps", $"{train.Step.Key}.json")));
        await postgres.StartAgainAsync();

        var run = await tracker.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal(["data 0", "sft 0", "sft scores 0"], store.Executions);
        Assert.All(run.Steps, step => Assert.Equal(1, step.AttemptCount));
        // Messages that wait for the database come back one after the other, also after the run has ended.
        await Eventually.TrueAsync(async () => (await PointsAsync(tracker, train.Step.Key)).Count == 60, "all points");
        Assert.Equal(Enumerable.Range(1, 60), await PointsAsync(tracker, train.Step.Key));
        Assert.Empty((await tracker.Get<DeadLetterOffice>().ListAsync(shown: 1, default)).Queues);
    }

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
