using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Workers;

/// <summary>Registration of one worker in a process.</summary>
public static class WorkerServices
{
    public static IServiceCollection AddWorker(this IServiceCollection services, WorkerOptions options)
    {
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        // A tracker in this process has the same store, and has said so.
        services.TryAddSingleton(_ => new AttemptLogs(options.StoreRoot));
        services.AddSingleton<TrackerLink>();
        services.AddSingleton<WorkerTelemetry>();
        services.AddSingleton<SpecFolder>();
        services.AddSingleton<Worker>();
        services.AddHostedService(provider => provider.GetRequiredService<Worker>());
        return services;
    }

    /// <summary>The worker's consumers, on an endpoint of its own that goes when the worker goes.</summary>
    public static void AddWorkerConsumers(this IBusRegistrationConfigurator bus, WorkerOptions options)
    {
        bus.AddConsumer<RunStepConsumer>().Endpoint(OwnEndpoint);
        bus.AddConsumer<StopStepConsumer>().Endpoint(OwnEndpoint);

        void OwnEndpoint(IEndpointRegistrationConfigurator endpoint)
        {
            endpoint.Name = options.Endpoint;
            endpoint.Temporary = true;
        }
    }
}
