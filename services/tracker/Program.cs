using WeakToStrong.Methods;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults("tracker");
builder.Services.AddTracker(
    new TrackerOptions { StoreRoot = builder.Configuration.RequireStoreRoot() }, MethodCatalogue.Create());
builder.Services.AddBus(builder.Configuration.RequireBroker(), "tracker", bus => bus.AddTrackerConsumers());
await builder.Build().RunAsync();
