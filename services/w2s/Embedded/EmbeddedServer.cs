using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeakToStrong.Methods;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Components.Hosting;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Embedded;

/// <summary>
/// The embedded mode as a server: dashboard and API over the store, and a worker that does what is launched there.
/// Runs that an earlier host left unfinished go on.
/// </summary>
internal sealed record EmbeddedServer
{
    public required string Store { get; init; }

    public required int Slots { get; init; }

    public required IPAddress Address { get; init; }

    /// <summary>Folders in which data and models of launched experiments must lie.</summary>
    public required IReadOnlyList<string> DataRoots { get; init; }

    /// <summary>What is audited by itself.</summary>
    public required AuditSchedule Audits { get; init; }

    /// <summary>0: any that is free.</summary>
    public required int Port { get; init; }

    public async Task<int> ServeAsync()
    {
        StoreFolder.RequireWritable(Store);
        using var interruption = new Interruption("stopping at the next checkpoint (once more to end at once)");
        var token = ServerToken.For(Address);
        await using var app = Build(token);
        await Listening.StartAsync(app, new IPEndPoint(Address, Port), interruption.Token);
        Console.Error.WriteLine($"w2s: store {Store}");
        _ = TellFullAsync(app.Services.GetRequiredService<TrackerDatabase>().DiskFull);
        await TellContinuedAsync(app.Services.GetRequiredService<RunQueries>(), interruption.Token);
        // At its end runners stop at their next boundary, with their checkpoints saved.
        return await Listening.ServeAsync(app, token, interruption.Token);
    }

    private async Task TellFullAsync(Task full)
    {
        await full;
        Console.Error.WriteLine($"w2s: the disk that holds {Store} is full; make room: nothing goes on before");
    }

    // Work that nobody asks for now, and that may take all there is.
    private static async Task TellContinuedAsync(RunQueries queries, CancellationToken stop)
    {
        var unfinished = new RunFilter { Statuses = [ShownStatus.Queued, ShownStatus.Running] };
        var page = await queries.ListAsync(unfinished, RunPage.MaxLimit, cursor: null, stop);
        foreach (var run in page.Runs)
            Console.Error.WriteLine($"w2s: goes on with {run.ShortId} {Printable.Of(run.Name)}");
    }

    private WebApplication Build(ServerToken? token)
    {
        // Of the working directory nothing is read or served.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "w2s" });
        builder.Configuration.AddInMemoryCollection(Settings(token));
        var tracker = new TrackerOptions { StoreRoot = Store, Audits = Audits };
        builder.AddEmbedded(tracker, Slots, MethodCatalogue.Create());
        builder.Services.AddTrackerApi(ApiOptions.Of(builder.Configuration));
        builder.Services.AddTrackerDashboard();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMinutes(1));
        Listening.Bind(builder, Address, Port);
        var app = builder.Build();
        app.MapTrackerApi();
        app.MapTrackerDashboard();
        return app;
    }

    /// <summary>What the API reads of its configuration, where the command line says it.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Settings(ServerToken? token)
    {
        if (token is not null)
            yield return new("Tracker:Token", token.Text);
        foreach (var (index, folder) in DataRoots.Index())
            yield return new($"Tracker:DataRoots:{index}", folder);
    }
}
