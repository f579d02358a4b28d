using Microsoft.Extensions.Hosting;
using WeakToStrong.Labeler;
using WeakToStrong.ServiceDefaults;

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults("labeler");
builder.AddLabeler();
await builder.Build().RunAsync();
