using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Orchestration;

public sealed class TraceTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly ConcurrentQueue<Activity> _ended = new();

    [Fact]
    public async Task Launch_WithinAnActivity_StepsReportAndEndAreOfItsTrace()
    {
        using var listener = Listen();
        using var launch = new Activity("launch").Start();
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft");

        var runId = await host.LaunchAsync(plan.Request());
        launch.Stop();
        await host.WaitForAsync(runId, RunStatus.Completed);
        await Eventually.TrueAsync(
            () => _ended.Any(activity => activity.OperationName == "run" && activity.TraceId == launch.TraceId),
            "the run's span ends");

        var ours = _ended.Where(activity => activity.TraceId == launch.TraceId).ToList();
        Assert.Equal(
            ["dispatch step", "write report", "run"], ours.Select(activity => activity.OperationName).Distinct());
        Assert.All(ours, activity => Assert.Equal(launch.SpanId, activity.ParentSpanId));
        Assert.Equal("sft", ours[0].GetTagItem("step.name"));
        Assert.Equal(runId.ToString("N"), ours[^1].GetTagItem("run.id"));
        Assert.Equal("completed", ours[^1].GetTagItem("run.status"));
        Assert.True(ours[^1].StartTimeUtc <= ours[0].StartTimeUtc.AddMilliseconds(1));
    }

    [Fact]
    public async Task Launch_WithoutActivity_HasNoTrace()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        plan.Prepare();

        await tracker.LaunchAsync(plan.Request());

        var run = await tracker.Get<TrackerDatabase>().ReadAsync(db => db.Runs.SingleAsync(), default);
        Assert.Null(run.TraceParent);
    }

    public void Dispose() => _store.Dispose();

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "WeakToStrong.Tracker",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
