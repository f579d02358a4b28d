using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.FakeRunner;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Workers;

public sealed class WorkerTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task RunStep_AgainWhileRunningAndAfterwards_ExecutesOnce()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var train = plan.Train(plan.Prepare(), "sft", updates: 40, milliseconds: 50);
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps[1].LastAttempt?.Status == AttemptStatus.Running);
        var (endpoint, command) = await host.CommandAsync(train.Step.Key);

        await host.Get<Dispatcher>().SendAsync(endpoint, command, default);
        await host.WaitForAsync(runId, RunStatus.Completed);
        await host.Get<Dispatcher>().SendAsync(endpoint, command, default);
        await host.Get<Worker>().AcceptAsync(command);

        Assert.Equal(["data 0", "sft 0"], _store.Executions);
    }

    [Fact]
    public async Task RunStep_NoSlotFree_IsDeclinedAndRunsLater()
    {
        await using var host = await TestHost.StartAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        plan.Train(data, "first", updates: 100, milliseconds: 50, cost: 3);
        plan.Train(data, "second", updates: 100, milliseconds: 50, cost: 2);
        var third = plan.Train(data, "third");
        var runId = await host.LaunchAsync(plan.Request());
        await host.WaitAsync(runId, run => run.Steps.Count(step => IsRunning(step.LastAttempt)) == 2);

        // Of a worker that nobody knows the attempt is lost, maybe before it is declined.
        var (id, endpoint) = (host.Get<WorkerOptions>().WorkerId, host.Get<WorkerOptions>().Endpoint);
        var owner = new StepOwner { WorkerId = id, Endpoint = endpoint, MachineName = "test", ProcessId = 1 };
        var command = await host.Get<StepLedger>().ClaimAsync(third.Step.Key, owner, default);
        await host.Get<Worker>().AcceptAsync(command!);
        await host.WaitForAsync(runId, RunStatus.Completed);

        var attempts = await host.Get<StepQueries>().AttemptsAsync(third.Step.Key, default);
        Assert.Equal(AttemptStatus.Completed, attempts[0].Status);
        // It may be declined again: a step's end is told before its slot is free.
        Assert.NotEmpty(attempts.Skip(1));
        Assert.All(attempts.Skip(1), attempt => Assert.Equal(AttemptStatus.Declined, attempt.Status));
        Assert.Equal(4, _store.Executions.Count);
        Assert.Equal("third 0", _store.Executions[^1]);
    }

    [Fact]
    public async Task RunnerIsMissing_StepFailsWithItsPath()
    {
        await using var host = await TestHost.StartAsync(_store, runnerPath: "/nonexistent/w2s-runner");
        var plan = _store.Plan();
        plan.Train(plan.Prepare(), "sft");

        var run = await host.WaitForAsync(await host.LaunchAsync(plan.Request()), RunStatus.Failed);

        Assert.Contains("/nonexistent/w2s-runner cannot be started", run.Run.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"threads": 3}""", "3")]
    [InlineData("""{"compute": {"threads": 4}}""", "4")]
    [InlineData("""{"updates": 3}""", "1")]
    public void RunnerEnvironment_Threads_AreTheStepsOwn(string options, string threads)
    {
        var spec = new PlanBuilder(FakeCatalogue.Create())
            .Add("step", FakeCatalogue.Prepare, new FakeOptions { Label = "a", LogFile = "b" }, seed: 1).Step.Spec;

        var environment = RunnerEnvironment.For(spec with { Options = JsonNode.Parse(options)!.AsObject() });

        Assert.Equal(threads, environment["OPENBLAS_NUM_THREADS"]);
        Assert.Equal(threads, environment["OMP_NUM_THREADS"]);
        Assert.Equal(threads, environment["MKL_NUM_THREADS"]);
    }

    [Fact]
    public void Validate_RolesAndSlots_AreChecked()
    {
        var options = new WorkerOptions { Roles = [StepHost.Trainer], StoreRoot = _store.Root };

        Assert.Throws<ArgumentException>(() => (options with { Roles = [] }).Validate());
        Assert.Throws<ArgumentException>(() => (options with { Roles = [StepHost.Tracker] }).Validate());
        Assert.Throws<ArgumentException>(() => (options with { SlotCount = 0 }).Validate());
    }

    public void Dispose() => _store.Dispose();

    private static bool IsRunning(AttemptRow? attempt) => attempt?.Status == AttemptStatus.Running;
}
