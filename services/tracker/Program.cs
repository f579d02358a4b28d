using WeakToStrong.Methods;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker;
using WeakToStrong.Tracker.Api;

return await ServiceProcess.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args).AddWebServiceDefaults("tracker");
    builder.Services.AddTracker(TrackerSettings.Of(builder.Configuration), MethodCatalogue.Create());
    builder.Services.AddBus(builder.Configuration.RequireBroker(), "tracker", bus => bus.AddTrackerConsumers());
    builder.Services.AddTrackerApi(ApiOptions.Of(builder.Configuration));
    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapTrackerApi();
    return app;
});
