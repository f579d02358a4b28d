using Microsoft.Extensions.Hosting;
using WeakToStrong.Trainer;
using WeakToStrong.ServiceDefaults;

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults("trainer");
builder.AddTrainer();
await builder.Build().RunAsync();
