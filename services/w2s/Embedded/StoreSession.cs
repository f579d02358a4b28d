using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Methods;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Embedded;

/// <summary>The runs and artifacts of a store without executing anything; works beside a process that does.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StoreSession(ServiceProvider services) => _services = services;

    public RunQueries Queries => _services.GetRequiredService<RunQueries>();

    public AuditQueries AuditQueries => _services.GetRequiredService<AuditQueries>();

    public AuditReports Audits => _services.GetRequiredService<AuditReports>();

    public RunResults Results => _services.GetRequiredService<RunResults>();

    public RunCommands Commands => _services.GetRequiredService<RunCommands>();

    public RunGarbage Garbage => _services.GetRequiredService<RunGarbage>();

    public RunImporter Importer => _services.GetRequiredService<RunImporter>();

    public static async Task<StoreSession> OpenAsync(string folder, CancellationToken stop)
    {
        var services = new ServiceCollection();
        services.AddTrackerStore(new TrackerOptions { StoreRoot = folder }, MethodCatalogue.Create());
        Directory.CreateDirectory(folder);
        var session = new StoreSession(services.BuildServiceProvider());
        await session._services.GetRequiredService<TrackerDatabase>().EnsureSchemaAsync(stop);
        return session;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
