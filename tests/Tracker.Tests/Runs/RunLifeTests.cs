using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Runs;

public sealed class RunLifeTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Launch_WholeGraph_CompletesWithReportAndWithoutLibtorch()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        plan.Evaluate(plan.Train(data, "first"), "first scores");
        plan.Evaluate(plan.Train(data, "second"), "second scores");

        var runId = await host.LaunchAsync(plan.Request());
        var run = await host.WaitForAsync(runId, RunStatus.Completed);

        Assert.All(run.Steps, step => Assert.Equal(StepStatus.Completed, step.Status));
        var report = ReportFile.Read(host.Queries.ReportPath(runId));
        Assert.Equal("fake", report.Name);
        Assert.Equal(6, (int)report.Durations!["stepCount"]!);
        Assert.Equal(Environment.MachineName, (string)report.Environment!["machines"]![0]!);
        Assert.Equal(5, _store.Executions.Count);
        Assert.DoesNotContain("libtorch", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_Again_IsCachedFromEndToEnd()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft");
        await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);

        var again = await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);

        Assert.Equal(3, again.Run.CachedCount);
        Assert.True(File.Exists(host.Queries.ReportPath(again.Run.Id)));
        Assert.Equal(2, _store.Executions.Count);
    }

    [Fact]
    public async Task Launch_TwoRunsThatShareSteps_ExecutesThemOnce()
    {
        await using var host = await TestHost.StartAsync(_store);
        var (first, second) = (_store.Plan(), _store.Plan());
        first.Train(first.Prepare(), "sft", milliseconds: 50);
        var shared = second.Prepare();
        second.Train(shared, "sft", milliseconds: 50);
        second.Train(shared, "dpo");

        var runs = await Task.WhenAll(
            host.LaunchAsync(first.Request("one")), host.LaunchAsync(second.Request("two")));
        await host.WaitForAsync(runs[0], RunStatus.Completed);
        await host.WaitForAsync(runs[1], RunStatus.Completed);

        Assert.Equal(["data 0", "dpo 0", "sft 0"], _store.Executions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Launch_RunnerIsKilledOnce_ResumesFromItsCheckpoint()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", Behaviour.CrashOnce);

        var runId = await host.LaunchAsync(plan.Request());
        var run = await host.WaitForAsync(runId, RunStatus.Completed);

        // The worker may be told to go on with the step before it has put the killed runner away.
        Assert.True(run.Steps[1].AttemptCount >= 2);
        Assert.Equal(["data 0", "sft 0", "sft 2"], _store.Executions);
        var metrics = await host.Queries.MetricsUntilAsync(train.Step.Key, 3, 4);
        Assert.Equal(["loss", AxisMetrics.WallTime], metrics.Select(series => series.Name));
        Assert.All(metrics, series => AssertUpdates(series));
    }

    [Theory]
    [InlineData(Behaviour.Error, "sft: the step is broken in two lines", 1)]
    [InlineData(Behaviour.InvalidInput, "sft: rows.jsonl:3: no prompt", 1)]
    [InlineData(Behaviour.CrashAlways, "sft: lost 3 times; the runner was ended by signal 9", 3)]
    [InlineData(
        Behaviour.Garbage,
        "sft: lost 3 times; the runner ended without a result, exit code 0; it said: "
        + "{\"type\":\"unheard-of\"} | not a message",
        3)]
    public async Task Launch_StepFails_OthersFinishAndTheRunFails(Behaviour behaviour, string failure, int attempts)
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        plan.Evaluate(plan.Train(data, "sft", behaviour), "sft scores");
        plan.Evaluate(plan.Train(data, "dpo", milliseconds: 20), "dpo scores");

        var run = await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Failed);

        var status = run.Steps.ToDictionary(step => step.Name, step => step.Status);
        Assert.Equal(StepStatus.Failed, status["sft"]);
        Assert.Equal(StepStatus.Waiting, status["sft scores"]);
        Assert.Equal(StepStatus.Completed, status["dpo scores"]);
        // One may be declined: a step's end is told before its slot is free.
        var key = run.Steps.Single(step => step.Name == "sft").Key;
        var all = await host.Get<StepQueries>().AttemptsAsync(key, default);
        Assert.Equal(attempts, all.Count(attempt => attempt.Status != AttemptStatus.Declined));
        Assert.Equal(failure, run.Run.Failure);
    }

    [Fact]
    public async Task Launch_StepWithMetrics_NotesWhenTheyWereMeasured()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 3, milliseconds: 20);

        var run = await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);

        var metrics = await host.Queries.MetricsUntilAsync(train.Step.Key, 1, 2, 3);
        var times = metrics.Single(series => series.Name == AxisMetrics.WallTime)
            .Samples.Select(sample => sample.Value).ToArray();
        var attempt = run.Steps.Single(step => step.Name == "sft").LastAttempt!;
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.InRange(
            time, Seconds(attempt.StartedAt!.Value) - 0.01, Seconds(attempt.EndedAt!.Value) + 0.01));

        static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
    }

    [Fact]
    public async Task Launch_LossIsNotANumber_IsKeptAsSuch()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", Behaviour.Diverge, updates: 1);

        await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Completed);

        var metrics = await host.Queries.MetricsUntilAsync(train.Step.Key, 1);
        var loss = Assert.Single(metrics, series => series.Name == "loss");
        Assert.True(double.IsNaN(Assert.Single(loss.Samples).Value));
    }

    [Fact]
    public async Task Cancel_RunningStep_StopsItAndRetryGoesOnFromItsCheckpoint()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft", updates: 100, milliseconds: 50);
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 2);

        await host.Commands.CancelAsync(runId, default);
        var run = await host.WaitAsync(runId, view => view.Steps[1].Status == StepStatus.Cancelled);
        Assert.Equal(RunStatus.Cancelled, run.Run.Status);
        Assert.Equal(AttemptStatus.Stopped, run.Steps[1].LastAttempt!.Status);

        await host.Commands.RetryAsync(runId, default);
        await host.WaitForAsync(runId, RunStatus.Completed);
        Assert.Equal("sft 0", _store.Executions[1]);
        Assert.True(int.Parse(_store.Executions[2]["sft ".Length..]) >= 2);
    }

    [Fact]
    public async Task Cancel_RunnerThatDoesNotStop_IsKilled()
    {
        await using var host = await TestHost.StartAsync(_store, stopGrace: TimeSpan.FromMilliseconds(100));
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft", Behaviour.IgnoreStop, updates: 10_000, milliseconds: 50);
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt?.DoneCount >= 1);

        await host.Commands.CancelAsync(runId, default);
        var run = await host.WaitAsync(runId, view => view.Steps[1].Status == StepStatus.Cancelled);

        Assert.Contains("was killed", run.Steps[1].LastAttempt!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_StepThatAnotherRunHas_GoesOn()
    {
        await using var host = await TestHost.StartAsync(_store);
        var (first, second) = (_store.Plan(), _store.Plan());
        first.Train(first.Prepare(), "sft", updates: 40, milliseconds: 50);
        second.Train(second.Prepare(), "sft", updates: 40, milliseconds: 50);
        var cancelled = await host.LaunchAsync(first.Request("one"));
        var other = await host.LaunchAsync(second.Request("two"));
        await host.WaitAsync(cancelled, run => run.Steps[1].Status == StepStatus.Running);

        await host.Commands.CancelAsync(cancelled, default);
        var run = await host.WaitForAsync(other, RunStatus.Completed);

        Assert.Equal(1, run.Steps[1].AttemptCount);
        await Assert.ThrowsAsync<InvalidRunStatusException>(() => host.Commands.CancelAsync(other, default));
    }

    public void Dispose() => _store.Dispose();

    // What the first attempt measured is ignored when it comes after the next has begun; the next one's is not.
    private static void AssertUpdates(MetricSeries series)
    {
        var updates = series.Samples.Select(sample => (int)sample.At).ToList();
        Assert.Equal(Enumerable.Range(1, 4).Where(update => update > 2 || updates.Contains(update)), updates);
    }
}
