using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Hosting;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Workers;

namespace WeakToStrong.W2s.Embedded;

/// <summary>Tracker and one worker of both roles in this process, over SQLite and an in-memory bus.</summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EmbeddedHost(IHost host) => _host = host;

    public RunLauncher Launcher => _host.Services.GetRequiredService<RunLauncher>();

    public RunQueries Queries => _host.Services.GetRequiredService<RunQueries>();

    public RunResults Results => _host.Services.GetRequiredService<RunResults>();

    public RunCommands Commands => _host.Services.GetRequiredService<RunCommands>();

    /// <summary>Throws <see cref="StoreInUseException"/> when another process executes steps of this store.</summary>
    public static async Task<EmbeddedHost> StartAsync(
        string storeRoot, int slots, StepCatalogue catalogue, CancellationToken stop)
    {
        var tracker = new TrackerOptions { StoreRoot = storeRoot, ContinueInterruptedRuns = false };
        var worker = new WorkerOptions
        {
            Roles = [StepHost.Trainer, StepHost.Labeler],
            StoreRoot = storeRoot,
            SlotCount = slots,
            RunnerPath = RunnerCommand.Executable,
        };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddServiceDefaults("w2s");
        // What goes wrong is said once, by the command; the libraries' own account of it is for debugging.
        if (!Failures.IsDebugging)
            builder.Logging.AddFilter((category, level) => level >= LogLevel.Warning && IsOurs(category));
        builder.Services.AddTracker(tracker, catalogue);
        builder.Services.AddBus(bus =>
        {
            bus.AddTrackerConsumers();
            bus.AddWorkerConsumers(worker);
        });
        builder.Services.AddWorker(worker);
        var host = builder.Build();
        await host.StartAsync(stop);
        return new EmbeddedHost(host);
    }

    /// <summary>Runners stop at their next boundary, with their checkpoints saved.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static bool IsOurs(string? category) =>
        category?.StartsWith("WeakToStrong.", StringComparison.Ordinal) ?? false;
}
