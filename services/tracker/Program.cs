using WeakToStrong.Methods;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Components.Hosting;

return await ServiceProcess.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args).AddWebServiceDefaults("tracker");
    builder.Services.AddTracker(TrackerSettings.Of(builder.Configuration), MethodCatalogue.Create());
    builder.Services.AddBus(builder.Configuration.RequireBroker(), "tracker", bus => bus.AddTrackerConsumers());
    builder.Services.AddTrackerApi(ApiOptions.Of(builder.Configuration));
    builder.Services.AddTrackerDashboard();
    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapTrackerApi();
    app.MapTrackerDashboard();
    return app;
});
