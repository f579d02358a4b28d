using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

public sealed class TrackerStepRunnerTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task RunNext_ProgressCannotBeKept_CompletesTheStep()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        await ExecuteAsync(
            tracker,
            """
            CREATE TRIGGER refuse BEFORE UPDATE OF done_count ON attempts
            BEGIN SELECT RAISE(ABORT, 'as the test wants it'); END
            """);

        Assert.Equal(StepStatus.Completed, await RunAsync(tracker));
    }

    [Fact]
    public async Task RunNext_LeaseCannotBeRenewed_LeavesWhenTheStepIsOver()
    {
        await using var tracker = await TestTracker.OpenAsync(
            _store, options => options with { LeaseDuration = TimeSpan.FromMilliseconds(300) });
        await ExecuteAsync(
            tracker,
            """
            CREATE TRIGGER refuse BEFORE UPDATE OF lease_until ON attempts WHEN OLD.status = 'Running'
            BEGIN SELECT RAISE(ABORT, 'as the test wants it'); END
            """);

        Assert.Equal(StepStatus.Completed, await RunAsync(tracker));
    }

    public void Dispose() => _store.Dispose();

    private async Task<StepStatus> RunAsync(TestTracker tracker)
    {
        var plan = _store.Plan();
        // The report waits for it, so the data are the one step to execute.
        plan.Evaluate(plan.Prepare("data", milliseconds: 100), "scores", input: "data");
        var runId = await tracker.LaunchAsync(plan.Request());

        Assert.True(await tracker.Get<TrackerStepRunner>().RunNextAsync(default));

        return (await tracker.StepAsync(runId, "data")).Status;
    }

    private static Task<int> ExecuteAsync(TestTracker tracker, string statement) =>
        tracker.Get<TrackerDatabase>().WriteAsync(db => db.Database.ExecuteSqlRawAsync(statement), default);
}
