using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using WeakToStrong.Methods;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.W2s.Bench.Load;

/// <summary>A tracker over Postgres in this process, with its API on a port of the loopback interface.</summary>
internal sealed class LoadTracker : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LoadTracker(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.First());

    public static async Task<LoadTracker> StartAsync(string store, string database, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults("bench");
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var options = new TrackerOptions { StoreRoot = store, Database = database };
        builder.Services.AddTracker(options, MethodCatalogue.Create());
        builder.Services.AddBus(bus => bus.AddTrackerConsumers());
        builder.Services.AddTrackerApi(new ApiOptions());
        builder.Services.AddTrackerDashboard();
        var application = builder.Build();
        application.MapTrackerApi();
        application.MapTrackerDashboard();
        await application.StartAsync(stop);
        return new LoadTracker(application);
    }

    public T Get<T>()
        where T : notnull => _application.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
