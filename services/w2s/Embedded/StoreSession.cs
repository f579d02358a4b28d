using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Methods;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Data.Sqlite;
using WeakToStrong.Tracker.Runs;

namespace WeakToStrong.W2s.Embedded;

/// <summary>The runs and artifacts of a store without executing anything; works beside a process that does.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly SqliteCopy? _copy;

    private StoreSession(TrackerOptions options, SqliteCopy? copy)
    {
        var services = new ServiceCollection();
        services.AddTrackerStore(options, MethodCatalogue.Create());
        (_services, _copy) = (services.BuildServiceProvider(), copy);
    }

    public RunQueries Queries => _services.GetRequiredService<RunQueries>();

    public AuditQueries AuditQueries => _services.GetRequiredService<AuditQueries>();

    public AuditReports Audits => _services.GetRequiredService<AuditReports>();

    public RunResults Results => _services.GetRequiredService<RunResults>();

    public RunCommands Commands => _services.GetRequiredService<RunCommands>();

    public RunGarbage Garbage => _services.GetRequiredService<RunGarbage>();

    public RunImporter Importer => _services.GetRequiredService<RunImporter>();

    /// <summary>Opens the store, and makes it where it is not there.</summary>
    public static Task<StoreSession> OpenAsync(string folder, CancellationToken stop)
    {
        StoreFolder.RequireWritable(folder);
        Directory.CreateDirectory(folder);
        return OpenAsync(new TrackerOptions { StoreRoot = folder }, copy: null, stop);
    }

    /// <summary>Opens the store to look at it: one that may not be written, or is not there, stays so.</summary>
    public static Task<StoreSession> OpenToReadAsync(string folder, CancellationToken stop)
    {
        var options = new TrackerOptions { StoreRoot = folder };
        if (File.Exists(options.DatabasePath) && StoreFolder.MayWrite(folder))
            return OpenAsync(folder, stop);
        var copy = SqliteCopy.Of(options.DatabasePath);
        return OpenAsync(options with { DatabaseCopy = copy.DatabasePath }, copy, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _copy?.Dispose();
    }

    private static async Task<StoreSession> OpenAsync(
        TrackerOptions options, SqliteCopy? copy, CancellationToken stop)
    {
        var session = new StoreSession(options, copy);
        try
        {
            await session._services.GetRequiredService<TrackerDatabase>().EnsureSchemaAsync(stop);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
