using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace WeakToStrong.ServiceDefaults;

/// <summary>The one place where the bus is configured; services only say which consumers they have.</summary>
public static class BusServices
{
    // Enough to hide the way to the broker, few enough to share a queue with another replica.
    private const ushort PrefetchCount = 32;

    // Nobody reads a queue that is longer; the tracker's reconciler asks again for what is dropped from its front.
    private const int MaxQueueLength = 1_000_000;

    // From RabbitMQ 4 on messages of a quorum queue are dropped after 20 deliveries unless it says otherwise.
    private const int MaxDeliveries = 1_000_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConsumerStopTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Adds the bus of a process that holds every service: messages stay in memory.</summary>
    public static IServiceCollection AddBus(
        this IServiceCollection services, Action<IBusRegistrationConfigurator> addConsumers)
    {
        // What is registered after the bus may send from its first moment.
        services.Configure<MassTransitHostOptions>(host => host.WaitUntilStarted = true);
        return services.AddBus("embedded", bus =>
        {
            addConsumers(bus);
            bus.UsingInMemory(ConfigureEndpoints);
        });
    }

    /// <summary>
    /// Adds the bus of one service among others, on RabbitMQ. Endpoint names begin with <paramref name="service"/>, so
    /// that two services never share a queue by accident. The host starts without waiting for the broker: the bus
    /// connects when it is there, and again after every loss.
    /// </summary>
    public static IServiceCollection AddBus(
        this IServiceCollection services,
        Uri broker,
        string service,
        Action<IBusRegistrationConfigurator> addConsumers)
    {
        services.Configure<MassTransitHostOptions>(host =>
            (host.StopTimeout, host.ConsumerStopTimeout) = (StopTimeout, ConsumerStopTimeout));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new BrokerAddress(broker));
        services.AddSingleton<BrokerWatch>();
        services.AddReceiveEndpointObserver(provider => provider.GetRequiredService<BrokerWatch>());
        services.AddBusObserver(provider => provider.GetRequiredService<BrokerWatch>());
        services.AddBus(service, bus =>
        {
            addConsumers(bus);
            bus.AddConfigureEndpointsCallback(
                (context, name, endpoint) => ConfigureQueue(context, service, name, endpoint));
            bus.UsingRabbitMq((context, transport) =>
            {
                transport.Host(broker, service, Connect);
                transport.PrefetchCount = PrefetchCount;
                ConfigureEndpoints(context, transport);
            });
        });
        // Stops before the bus, as what is registered later stops first.
        return services.AddHostedService(provider => provider.GetRequiredService<BrokerWatch>());
    }

    private static IServiceCollection AddBus(
        this IServiceCollection services, string service, Action<IBusRegistrationConfigurator> configure) =>
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            configure(bus);
        });

    private static void Connect(IRabbitMqHostConfigurator host)
    {
        host.PublisherConfirmation = true;
        host.Heartbeat(Heartbeat);
        host.RequestedConnectionTimeout(ConnectTimeout);
    }

    // An endpoint that is named after the service outlives its processes, and a failed node of a cluster. Any other is
    // a worker's own: what fails there is asked for again by the tracker, and there is no queue to look into.
    private static void ConfigureQueue(
        IRegistrationContext context, string service, string name, IReceiveEndpointConfigurator endpoint)
    {
        if (!name.StartsWith($"{service}-", StringComparison.Ordinal))
        {
            endpoint.DiscardFaultedMessages();
            endpoint.DiscardSkippedMessages();
        }
        else if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.SetQuorumQueue();
            queue.SetQueueArgument("x-max-length", MaxQueueLength);
            queue.SetQueueArgument("x-delivery-limit", MaxDeliveries);
            queue.ConfigureDeadLetter(letters => letters.UseFilter(
                new CalledOffTries(context.GetRequiredService<IHostApplicationLifetime>())));
            queue.ConfigureDefaultDeadLetterTransport();
        }
    }

    // Consumers are idempotent and the database is the queue. While the database is away messages wait, here and in the
    // broker, however long that is. What fails for another reason is tried a few times at once and is then a dead
    // letter.
    private static void ConfigureEndpoints<TEndpoint>(
        IBusRegistrationContext context, IBusFactoryConfigurator<TEndpoint> transport)
        where TEndpoint : IReceiveEndpointConfigurator
    {
        transport.UseMessageRetry(transport, retry =>
        {
            retry.Exponential(
                int.MaxValue, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(200));
            retry.Handle<Exception>(TransientFailures.Include);
        });
        transport.UseMessageRetry(transport, retry =>
        {
            retry.Intervals(50, 200, 1000);
            retry.Ignore<Exception>(TransientFailures.Include);
        });
        transport.ConfigureEndpoints(context);
    }
}
