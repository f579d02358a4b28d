using WeakToStrong.Methods;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker;

return await ServiceProcess.RunAsync(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddServiceDefaults("tracker");
    var options = new TrackerOptions { StoreRoot = builder.Configuration.RequireStoreRoot() };
    builder.Services.AddTracker(options, MethodCatalogue.Create());
    builder.Services.AddBus(builder.Configuration.RequireBroker(), "tracker", bus => bus.AddTrackerConsumers());
    return builder.Build();
});
