using Microsoft.Extensions.Hosting;
using WeakToStrong.Labeler;
using WeakToStrong.ServiceDefaults;

return await ServiceProcess.RunAsync(() =>
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.AddServiceDefaults("labeler");
    builder.AddLabeler();
    return builder.Build();
});
