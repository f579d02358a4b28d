using Microsoft.Extensions.Hosting;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Workers;

namespace WeakToStrong.Trainer;

/// <summary>A worker that takes the gradient steps.</summary>
public static class TrainerServices
{
    public static void AddTrainer(this IHostApplicationBuilder builder)
    {
        var options = new WorkerOptions
        {
            Roles = [StepHost.Trainer], StoreRoot = builder.Configuration.RequireStoreRoot(),
        };
        var broker = builder.Configuration.RequireBroker();
        builder.Services.AddBus(broker, "trainer", bus => bus.AddWorkerConsumers(options));
        builder.Services.AddWorker(options);
    }
}
