using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.FakeRunner;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>The tracker's parts over a real database, with nothing running: a test makes every move itself.</summary>
internal sealed class TestTracker : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestTracker(ServiceProvider services) => _services = services;

    public TestClock Clock => (TestClock)Get<TimeProvider>();

    public StepLedger Ledger => Get<StepLedger>();

    public RunQueries Queries => Get<RunQueries>();

    public static async Task<TestTracker> OpenAsync(
        TestStore store,
        Func<TrackerOptions, TrackerOptions>? change = null,
        Func<IServiceCollection, IServiceCollection>? also = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new TestClock());
        var options = new TrackerOptions { StoreRoot = store.Root, Database = store.Database };
        services.AddTracker(change?.Invoke(options) ?? options, FakeCatalogue.Create());
        services.AddBus(bus => bus.AddTrackerConsumers());
        also?.Invoke(services);
        var tracker = new TestTracker(services.BuildServiceProvider());
        await tracker.Get<TrackerDatabase>().EnsureSchemaAsync(default);
        return tracker;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<Guid> LaunchAsync(LaunchRequest request) => Get<RunLauncher>().LaunchAsync(request, default);

    public Task<RunView> ShowAsync(Guid runId) => Queries.ShowAsync(runId, default);

    public async Task<StepRow> StepAsync(Guid runId, string name) =>
        (await ShowAsync(runId)).Steps.Single(step => step.Name == name);

    public Task<RunStep?> ClaimAsync(string stepKey, string? endpoint = "worker-test", Guid? workerId = null) =>
        Ledger.ClaimAsync(
            stepKey,
            new StepOwner
            {
                WorkerId = workerId ?? NewId.NextGuid(),
                Endpoint = endpoint,
                MachineName = "test",
                ProcessId = 1,
            },
            default);

    /// <summary>Claims a step and completes it as a runner would, artifact included.</summary>
    public async Task CompleteAsync(string stepKey) =>
        await Ledger.CompleteAsync(await ExecuteAsync(stepKey), default);

    /// <summary>Claims a step and executes it as a runner would, and returns what is to be told.</summary>
    public async Task<StepCompleted> ExecuteAsync(string stepKey)
    {
        var command = await ClaimAsync(stepKey);
        var executor = Get<StepExecutor>();
        var outcome = executor.Execute(RunnerProtocol.ReadSpec(command!.SpecJson), _ => { });
        return Completed(command) with { Outputs = outcome.Record.Outputs };
    }

    public Task FailAsync(RunStep command, FailureReason reason) => Ledger.FailAsync(Failed(command, reason), default);

    /// <summary>Points that are rows, and packs of points.</summary>
    public Task<(int Rows, int Packs)> CountPointsAsync() => Get<TrackerDatabase>().ReadAsync(
        async db => (await db.SeriesPoints.CountAsync(), await db.SeriesPacks.CountAsync()), default);

    /// <summary>As the ledger takes it, with no artifact behind it.</summary>
    public StepCompleted Completed(RunStep command) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Outputs = new Dictionary<string, string> { ["made"] = new('a', 64) },
        CompletedAt = Clock.GetUtcNow(),
    };

    public StepFailed Failed(RunStep command, FailureReason reason) => new()
    {
        AttemptId = command.AttemptId,
        AttemptNumber = command.AttemptNumber,
        StepKey = command.StepKey,
        Reason = reason,
        Detail = "as the test wants it",
        FailedAt = Clock.GetUtcNow(),
    };

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
