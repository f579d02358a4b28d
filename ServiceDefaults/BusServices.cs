using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace WeakToStrong.ServiceDefaults;

/// <summary>The one place where the bus is configured; services only say which consumers they have.</summary>
public static class BusServices
{
    /// <summary>Adds the bus of a process that holds every service: messages stay in memory.</summary>
    public static IServiceCollection AddBus(
        this IServiceCollection services, Action<IBusRegistrationConfigurator> addConsumers) =>
        services.AddBus("embedded", bus =>
        {
            addConsumers(bus);
            bus.UsingInMemory(ConfigureEndpoints);
        });

    /// <summary>
    /// Adds the bus of one service among others, on RabbitMQ. Endpoint names begin with <paramref name="service"/>, so
    /// that two services never share a queue by accident.
    /// </summary>
    public static IServiceCollection AddBus(
        this IServiceCollection services,
        Uri broker,
        string service,
        Action<IBusRegistrationConfigurator> addConsumers) =>
        services.AddBus(service, bus =>
        {
            addConsumers(bus);
            bus.UsingRabbitMq((context, transport) =>
            {
                transport.Host(broker);
                ConfigureEndpoints(context, transport);
            });
        });

    private static IServiceCollection AddBus(
        this IServiceCollection services, string service, Action<IBusRegistrationConfigurator> configure)
    {
        // What is registered after the bus may send from its first moment.
        services.Configure<MassTransitHostOptions>(host => host.WaitUntilStarted = true);
        return services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            configure(bus);
        });
    }

    // Consumers are idempotent and the database is the queue: a few quick retries bridge a busy database, and what
    // still fails is repaired by the tracker's reconciler.
    private static void ConfigureEndpoints<TEndpoint>(
        IBusRegistrationContext context, IBusFactoryConfigurator<TEndpoint> transport)
        where TEndpoint : IReceiveEndpointConfigurator
    {
        transport.UseMessageRetry(retry => retry.Intervals(50, 200, 1000));
        transport.ConfigureEndpoints(context);
    }
}
