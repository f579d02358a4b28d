using WeakToStrong.Contracts;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

/// <summary>What counts as a crash of the step itself, and what does not.</summary>
[Collection(SharedServers.Name)]
public sealed class LossTests(TestServers servers)
{
    [Theory]
    [Engines]
    public async Task Fail_RunnerDiesFurtherOnEveryTime_IsNeverGivenUp(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (key, runId) = await LaunchAsync(store, tracker);

        for (var done = 1; done <= 10; done++)
            await LoseRunnerAsync(tracker, key, done);

        Assert.Equal(StepStatus.Ready, (await tracker.StepAsync(runId, "data")).Status);
    }

    [Theory]
    [InlineData(Engine.Sqlite, 5, 5, 5)]
    [InlineData(Engine.Postgres, 5, 5, 5)]
    [InlineData(Engine.Sqlite, 5, 4, 5)]
    [InlineData(Engine.Sqlite, 1, 7, 7, 2)]
    [InlineData(Engine.Sqlite, 0, 0, 0)]
    public async Task Fail_RunnerDiesWithoutGettingFurther_IsGivenUpAtTheLimit(Engine engine, params int[] done)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (key, runId) = await LaunchAsync(store, tracker);

        foreach (var count in done.SkipLast(1))
            await LoseRunnerAsync(tracker, key, count);
        Assert.Equal(StepStatus.Ready, (await tracker.StepAsync(runId, "data")).Status);
        await LoseRunnerAsync(tracker, key, done[^1]);

        Assert.Equal(StepStatus.Failed, (await tracker.StepAsync(runId, "data")).Status);
    }

    [Theory]
    [Engines]
    public async Task Reconcile_LeaseRunsOutAgainAndAgain_IsNeverGivenUp(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (key, runId) = await LaunchAsync(store, tracker);

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            Assert.Equal(attempt, (await tracker.ClaimAsync(key, endpoint: null))!.AttemptNumber);
            tracker.Clock.Advance(TimeSpan.FromSeconds(61));
            await tracker.Get<Reconciler>().ReconcileAsync(default);
        }

        Assert.Equal(StepStatus.Ready, (await tracker.StepAsync(runId, "data")).Status);
    }

    [Theory]
    [Engines]
    public async Task TakeOver_StepsOfAnEarlierLeader_AreReadyAgainAndOwnOnesGoOn(Engine engine)
    {
        using var store = await servers.NewStoreAsync(engine);
        await using var tracker = await TestTracker.OpenAsync(store);
        var (key, runId) = await LaunchAsync(store, tracker);

        for (var leader = 1; leader <= 5; leader++)
        {
            await tracker.ClaimAsync(key, endpoint: null);
            Assert.Equal(1, await tracker.Get<TrackerStepRunner>().TakeOverAsync(default));
        }

        var step = await tracker.StepAsync(runId, "data");
        Assert.Equal((StepStatus.Ready, AttemptStatus.Lost), (step.Status, step.LastAttempt!.Status));
        Assert.True(await tracker.Get<TrackerStepRunner>().RunNextAsync(default));
        Assert.Equal(StepStatus.Completed, (await tracker.StepAsync(runId, "data")).Status);
    }

    private static async Task<(string Key, Guid RunId)> LaunchAsync(TestStore store, TestTracker tracker)
    {
        var plan = store.Plan();
        var key = plan.Prepare().Step.Key;
        plan.Evaluate("scores");
        return (key, await tracker.LaunchAsync(plan.Request()));
    }

    private static async Task LoseRunnerAsync(TestTracker tracker, string key, int done)
    {
        var command = (await tracker.ClaimAsync(key))!;
        tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        await tracker.Get<ProgressLedger>().RecordAsync(
            new StepProgressed
            {
                AttemptId = command.AttemptId,
                AttemptNumber = command.AttemptNumber,
                StepKey = command.StepKey,
                DoneCount = done,
                TotalCount = 20,
                Unit = "updates",
                Metrics = [],
                ReportedAt = tracker.Clock.GetUtcNow(),
            },
            default);
        await tracker.FailAsync(command, FailureReason.RunnerLost);
    }
}
