using Microsoft.EntityFrameworkCore;
using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

[Collection(SharedServers.Name)]
public sealed class StepLedgerTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Claim_ManyAtOnceFromTwoTrackers_ExactlyOneWins(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var first = await TestTracker.OpenAsync(store);
        await using var second = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var key = plan.Prepare().Step.Key;
        var runId = await first.LaunchAsync(plan.Request());

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            index => Task.Run(() => (index % 2 == 0 ? first : second).ClaimAsync(key))));

        var winner = Assert.Single(claims, claim => claim is not null);
        Assert.Equal(1, winner!.AttemptNumber);
        Assert.Equal(1, (await first.StepAsync(runId, "data")).AttemptCount);
    }

    [Theory]
    [Engines]
    public async Task Claim_StepThatWaits_IsRefused(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var train = plan.Train(plan.Prepare(), "sft");
        await tracker.LaunchAsync(plan.Request());

        Assert.Null(await tracker.ClaimAsync(train.Step.Key));
    }

    [Theory]
    [Engines]
    public async Task Complete_LastInput_MakesSuccessorReady(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var data = plan.Prepare();
        plan.Train(data, "sft");
        var runId = await tracker.LaunchAsync(plan.Request());
        Assert.Equal(StepStatus.Waiting, (await tracker.StepAsync(runId, "sft")).Status);

        await tracker.CompleteAsync(data.Step.Key);

        Assert.Equal(StepStatus.Ready, (await tracker.StepAsync(runId, "sft")).Status);
        Assert.Single((await tracker.StepAsync(runId, "data")).Outputs, output => output.Key == "data");
    }

    [Theory]
    [Engines]
    public async Task Fail_RunnerLost_IsReadyAgainUntilTheLimit(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var key = plan.Prepare().Step.Key;
        var runId = await tracker.LaunchAsync(plan.Request());

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(StepStatus.Ready, (await tracker.StepAsync(runId, "data")).Status);
            var command = await tracker.ClaimAsync(key);
            Assert.Equal(attempt, command!.AttemptNumber);
            await tracker.Ledger.FailAsync(tracker.Failed(command, FailureReason.RunnerLost), default);
        }

        Assert.Equal(StepStatus.Failed, (await tracker.StepAsync(runId, "data")).Status);
        Assert.Equal("data: lost 3 times; as the test wants it", (await tracker.ShowAsync(runId)).Run.Failure);
    }

    [Theory]
    [Engines]
    public async Task AnyMessage_OfAnOlderAttempt_ChangesNothing(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var key = plan.Prepare().Step.Key;
        var runId = await tracker.LaunchAsync(plan.Request());
        var older = await tracker.ClaimAsync(key);
        await tracker.Ledger.FailAsync(tracker.Failed(older!, FailureReason.RunnerLost), default);
        await tracker.ClaimAsync(key);
        var before = await tracker.StepAsync(runId, "data");

        await tracker.Ledger.FailAsync(tracker.Failed(older!, FailureReason.Error), default);
        await tracker.Ledger.StartAsync(Started(older!), default);
        await tracker.Ledger.RenewAsync(older!.AttemptId, default);
        await tracker.Ledger.CompleteAsync(Completed(older), default);
        await tracker.Get<ProgressLedger>().RecordAsync(Progressed(older), default);

        var after = await tracker.StepAsync(runId, "data");
        Assert.Equal(before.LastAttempt, after.LastAttempt);
        Assert.Equal((before.Status, before.AttemptCount), (after.Status, after.AttemptCount));
        Assert.Empty(await tracker.Queries.MetricsAsync(key, default));
        var olderAttempt = await tracker.Get<TrackerDatabase>().ReadAsync(
            db => db.Attempts.SingleAsync(attempt => attempt.Id == older.AttemptId), default);
        Assert.Equal(AttemptStatus.Lost, olderAttempt.Status);
    }

    [Theory]
    [Engines]
    public async Task Fail_StepOfACancelledRun_IsCancelled(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var plan = store.Plan();
        var key = plan.Prepare().Step.Key;
        var runId = await tracker.LaunchAsync(plan.Request());
        var command = await tracker.ClaimAsync(key);
        await tracker.Get<Tracker.Runs.RunCommands>().CancelAsync(runId, default);
        Assert.Equal(StepStatus.Running, (await tracker.StepAsync(runId, "data")).Status);

        await tracker.Ledger.FailAsync(tracker.Failed(command!, FailureReason.Stopped), default);

        Assert.Equal(StepStatus.Cancelled, (await tracker.StepAsync(runId, "data")).Status);
    }

    private static StepStarted Started(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        WorkerId = default,
        StartedAt = default,
    };

    private static StepCompleted Completed(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Outputs = new Dictionary<string, string>(),
        CompletedAt = default,
    };

    private static StepProgressed Progressed(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        DoneCount = 3,
        TotalCount = 4,
        Unit = "updates",
        Metrics = [new MetricPoint("loss", 3, 0.5)],
        ReportedAt = default,
    };
}
