using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.FakeRunner;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>Tracker, bus and one worker in this process, as the embedded mode has them, with fake runners.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private readonly TestLog _log;

    private TestHost(IHost host, TestLog log) => (_host, _log) = (host, log);

    /// <summary>A host that was put together elsewhere.</summary>
    public static TestHost Of(IHost host, TestLog log) => new(host, log);

    public RunQueries Queries => Get<RunQueries>();

    public RunCommands Commands => Get<RunCommands>();

    public static Task<TestHost> StartAsync(
        TestStore store, TrackerOptions? tracker = null, TimeSpan? stopGrace = null, string? runnerPath = null) =>
        StartAsync(tracker ?? Options(store), new WorkerOptions
        {
            StoreRoot = store.Root,
            Roles = [StepHost.Trainer, StepHost.Labeler],
            SlotCount = 2,
            RunnerPath = runnerPath ?? TestStore.RunnerPath,
            ReadyInterval = TimeSpan.FromMilliseconds(300),
            StopGrace = stopGrace ?? TimeSpan.FromSeconds(10),
        });

    public static Task<TestHost> StartWithoutWorkerAsync(TestStore store, TimeSpan? lease = null) =>
        StartAsync(Options(store) with { LeaseDuration = lease ?? TimeSpan.FromSeconds(60) }, null);

    public static TrackerOptions Options(TestStore store) => new()
    {
        StoreRoot = store.Root,
        Database = store.Database,
        ReconcileInterval = TimeSpan.FromMilliseconds(300),
    };

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<Guid> LaunchAsync(LaunchRequest request) => Get<RunLauncher>().LaunchAsync(request, default);

    /// <summary>The latest command for a step, and the endpoint it was sent to.</summary>
    public Task<(string Endpoint, RunStep Command)> CommandAsync(string stepKey) =>
        Get<TrackerDatabase>().ReadAsync(
            async db =>
            {
                var attempt = await db.Attempts.OrderByDescending(row => row.Number)
                    .FirstAsync(row => row.StepKey == stepKey);
                return (attempt.Endpoint!, await StepLedger.CommandAsync(db, attempt));
            },
            default);

    /// <summary>Waits until the run is as expected, and returns it.</summary>
    public async Task<RunView> WaitAsync(Guid runId, Func<RunView, bool> isExpected)
    {
        using var patience = new CancellationTokenSource(Patience);
        RunView? latest = null;
        try
        {
            while (true)
            {
                latest = await Queries.ShowAsync(runId, patience.Token);
                if (isExpected(latest))
                    return latest;
                await Task.Delay(20, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the run is not as expected: {Describe(latest!)}\n{_log}");
        }
    }

    public Task<RunView> WaitForAsync(Guid runId, RunStatus status) =>
        WaitAsync(runId, view => view.Run.Status == status);

    /// <summary>Stops everything in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Ends it as a crash would: runners are gone, nothing is told, nothing is put in order.</summary>
    public void Crash() => _host.Dispose();

    private static async Task<TestHost> StartAsync(TrackerOptions tracker, WorkerOptions? worker)
    {
        var log = new TestLog();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(log);
        builder.Services.AddTracker(tracker, FakeCatalogue.Create());
        builder.Services.AddBus(bus =>
        {
            bus.AddTrackerConsumers();
            if (worker is not null)
                bus.AddWorkerConsumers(worker);
        });
        if (worker is not null)
            builder.Services.AddWorker(worker);
        var host = builder.Build();
        await host.StartAsync();
        return new TestHost(host, log);
    }

    private static string Describe(RunView view) =>
        $"{view.Run.Status} {view.Run.Failure}\n"
        + string.Join('\n', view.Steps.Select(step => $"{step.Name}: {step.Status} {step.LastAttempt}"));
}
