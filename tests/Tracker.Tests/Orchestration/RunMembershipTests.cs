using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

public sealed class RunMembershipTests : IDisposable
{
    private readonly TestStore _store = new();

    /// <summary>A launch asks the store before it has the steps to itself.</summary>
    [Fact]
    public async Task Reset_OfAStepThatWasCompletedSinceTheStoreWasAsked_LeavesItDone()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var (run, key) = await CompleteAsync(tracker);
        var before = await tracker.StepAsync(run, "data");

        await ResetAsync(tracker, key);

        var after = await tracker.StepAsync(run, "data");
        Assert.Equal(StepStatus.Completed, before.Status);
        Assert.Equal((before.Status, before.Outputs["data"]), (after.Status, after.Outputs["data"]));
    }

    [Fact]
    public async Task Reset_OfAStepThatTheStoreHasNoMore_IsToDoAgain()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var (run, key) = await CompleteAsync(tracker);
        Directory.Delete(Path.Combine(_store.Root, "steps"), recursive: true);

        await ResetAsync(tracker, key);

        Assert.Equal(StepStatus.Ready, (await tracker.StepAsync(run, "data")).Status);
    }

    public void Dispose() => _store.Dispose();

    private async Task<(Guid Run, string Key)> CompleteAsync(TestTracker tracker)
    {
        var plan = _store.Plan();
        var key = plan.Prepare().Step.Key;
        var run = await tracker.LaunchAsync(plan.Request());
        await tracker.CompleteAsync(key);
        return (run, key);
    }

    /// <summary>As of a launch that found nothing in the store.</summary>
    private static async Task ResetAsync(TestTracker tracker, string key) =>
        await tracker.Get<TrackerDatabase>().WriteAsync(
            async db =>
            {
                var nothing = new Dictionary<string, string>();
                await tracker.Get<RunMembership>().ResetAsync(db, [key], nothing, [key], tracker.Clock.GetUtcNow());
                return 0;
            },
            default);
}
