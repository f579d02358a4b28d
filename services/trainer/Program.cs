using Microsoft.Extensions.Hosting;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Trainer;

return await ServiceProcess.RunAsync(() =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.AddServiceDefaults("trainer");
    builder.AddTrainer();
    return builder.Build();
});
