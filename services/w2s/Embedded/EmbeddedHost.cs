using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Hosting;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Embedded;

/// <summary>The embedded mode for one command: nothing listens, and runs of earlier hosts are left alone.</summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EmbeddedHost(IHost host) => _host = host;

    public RunLauncher Launcher => _host.Services.GetRequiredService<RunLauncher>();

    public RunQueries Queries => _host.Services.GetRequiredService<RunQueries>();

    public AuditLauncher AuditLauncher => _host.Services.GetRequiredService<AuditLauncher>();

    public AuditReports Audits => _host.Services.GetRequiredService<AuditReports>();

    public RunResults Results => _host.Services.GetRequiredService<RunResults>();

    /// <inheritdoc cref="TrackerDatabase.DiskFull"/>
    public Task DiskFull => _host.Services.GetRequiredService<TrackerDatabase>().DiskFull;

    public RunCommands Commands => _host.Services.GetRequiredService<RunCommands>();

    /// <summary>Throws <see cref="StoreInUseException"/> when another process executes steps of this store.</summary>
    public static async Task<EmbeddedHost> StartAsync(
        string storeRoot, int slots, StepCatalogue catalogue, CancellationToken stop)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var tracker = new TrackerOptions { StoreRoot = storeRoot, ContinueInterruptedRuns = false };
        builder.AddEmbedded(tracker, slots, catalogue);
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
}
