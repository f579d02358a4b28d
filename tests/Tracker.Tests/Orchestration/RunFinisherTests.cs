using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

public sealed class RunFinisherTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Finish_OneRunCannotBeRead_EndsTheOthers()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var damaged = await ExecuteAsync(tracker, "damaged");
        tracker.Clock.Advance(TimeSpan.FromSeconds(1));
        var whole = await ExecuteAsync(tracker, "whole");
        var key = (await tracker.StepAsync(damaged, "damaged data")).Key;
        await tracker.Get<TrackerDatabase>().WriteAsync(
            db => db.Steps.Where(step => step.Key == key)
                .ExecuteUpdateAsync(set => set.SetProperty(step => step.OutputsJson, "{")),
            default);

        await tracker.Get<RunFinisher>().FinishAsync(default);

        Assert.Equal(RunStatus.Completed, (await tracker.ShowAsync(whole)).Run.Status);
        Assert.Equal(RunStatus.Running, (await tracker.Queries.RowAsync(damaged, default)).Status);
    }

    public void Dispose() => _store.Dispose();

    private async Task<Guid> ExecuteAsync(TestTracker tracker, string name)
    {
        var plan = _store.Plan();
        plan.Prepare($"{name} data");
        var request = plan.Request(name);
        var runId = await tracker.LaunchAsync(request);
        foreach (var step in request.Plan.Steps)
            await tracker.CompleteAsync(step.Key);
        return runId;
    }
}
