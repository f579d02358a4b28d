using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.FakeRunner;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.DeadLetters;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Support;

/// <summary>
/// A tracker and workers as their services have them, each a host with a bus of its own on a real broker, all in this
/// process, with fake runners.
/// </summary>
internal sealed class ServiceHosts(Uri broker, TestStore store) : IAsyncDisposable
{
    private static int _count;

    // Queues of its own: what an earlier test left behind is not found.
    private readonly string _service = $"tracker{Interlocked.Increment(ref _count)}";
    private readonly List<IHost> _hosts = [];
    private readonly TestLog _log = new();

    /// <summary>Said to every host that is started afterwards, before it is built.</summary>
    public Action<HostApplicationBuilder> Configure { get; init; } = _ => { };

    public Task<TestHost> StartTrackerAsync() => StartTrackerAsync(TestHost.Options(store));

    public async Task<TestHost> StartTrackerAsync(TrackerOptions options)
    {
        var host = await StartAsync(builder =>
        {
            builder.Services.AddTracker(options, FakeCatalogue.Create());
            builder.Services.AddDeadLetters();
            builder.Services.AddBus(broker, _service, bus => bus.AddTrackerConsumers());
        });
        return TestHost.Of(host, _log);
    }

    public async Task<IHost> StartWorkerAsync(Func<WorkerOptions, WorkerOptions>? change = null)
    {
        var options = Options(store);
        options = change?.Invoke(options) ?? options;
        return await StartAsync(builder =>
        {
            builder.Services.AddBus(broker, "worker-service", bus => bus.AddWorkerConsumers(options));
            builder.Services.AddWorker(options);
        });
    }

    public static WorkerOptions Options(TestStore store) => new()
    {
        StoreRoot = store.Root,
        Roles = [StepHost.Trainer, StepHost.Labeler],
        SlotCount = 2,
        RunnerPath = TestStore.RunnerPath,
        ReadyInterval = TimeSpan.FromMilliseconds(300),
        LeaseInterval = TimeSpan.FromSeconds(1),
        TellTimeout = TimeSpan.FromSeconds(1),
        StopGrace = TimeSpan.FromSeconds(5),
    };

    /// <summary>Stops them in the opposite order.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private async Task<IHost> StartAsync(Action<HostApplicationBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(_log);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        Configure(builder);
        add(builder);
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }
}
