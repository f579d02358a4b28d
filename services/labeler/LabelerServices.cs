using Microsoft.Extensions.Hosting;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Workers;

namespace WeakToStrong.Labeler;

/// <summary>A worker that takes the inference steps.</summary>
public static class LabelerServices
{
    public static void AddLabeler(this IHostApplicationBuilder builder)
    {
        var options = new WorkerOptions
        {
            Roles = [StepHost.Labeler], StoreRoot = builder.Configuration.RequireStoreRoot(),
        };
        var broker = builder.Configuration.RequireBroker();
        builder.Services.AddBus(broker, "labeler", bus => bus.AddWorkerConsumers(options));
        builder.Services.AddWorker(options);
    }
}
