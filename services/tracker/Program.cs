using WeakToStrong.Methods;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Components.Hosting;

return await ServiceProcess.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults("tracker");
    var options = new TrackerOptions { StoreRoot = builder.Configuration.RequireStoreRoot() };
    builder.Services.AddTracker(options, MethodCatalogue.Create());
    builder.Services.AddBus(builder.Configuration.RequireBroker(), "tracker", bus => bus.AddTrackerConsumers());
    builder.Services.AddTrackerApi(ApiOptions.Of(builder.Configuration));
    builder.Services.AddTrackerDashboard();
    var app = builder.Build();
    app.MapTrackerApi();
    app.MapTrackerDashboard();
    return app;
});
