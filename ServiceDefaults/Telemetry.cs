using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace WeakToStrong.ServiceDefaults;

/// <summary>
/// OpenTelemetry's providers for our own sources and those that are built into the libraries we use. They exist only when
/// OTEL_EXPORTER_OTLP_ENDPOINT names a collector; every other OTEL_* variable means what OpenTelemetry says it means.
/// </summary>
internal sealed class Telemetry(string service, IConfiguration configuration) : IHostedService, IDisposable
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Sampler = "OTEL_TRACES_SAMPLER";

    // A collector that does not answer must not keep a service from stopping.
    private const int ShutdownMilliseconds = 2000;

    private static readonly string[] Sources =
        ["WeakToStrong.*", "MassTransit", "Npgsql", "Microsoft.AspNetCore", "System.Net.Http"];

    private static readonly string[] Meters =
        ["WeakToStrong.*", "MassTransit", "Npgsql", "Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime"];

    private TracerProvider? _tracer;
    private MeterProvider? _meter;

    /// <summary>Who speaks. What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say goes before what we say.</summary>
    public static void Describe(ResourceBuilder resource, string service) =>
        resource.Clear().AddService(service).AddTelemetrySdk().AddEnvironmentVariableDetector();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var tracing = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(resource => Describe(resource, service))
            .AddSource(Sources).AddOtlpExporter();
        if (string.IsNullOrEmpty(configuration[Sampler]))
            tracing.SetSampler(QuietSampler.Create());
        _tracer = tracing.Build();
        _meter = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(resource => Describe(resource, service))
            .AddMeter(Meters).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left; by now everything else has stopped.</summary>
    public void Dispose()
    {
        _tracer?.Shutdown(ShutdownMilliseconds);
        _meter?.Shutdown(ShutdownMilliseconds);
        _tracer?.Dispose();
        _meter?.Dispose();
    }
}

internal static class TelemetryServices
{
    public static void AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        if (string.IsNullOrEmpty(builder.Configuration[Telemetry.Endpoint]))
            return;
        builder.Services.AddHostedService(_ => new Telemetry(service, builder.Configuration));
        builder.Logging.AddOpenTelemetry(logging =>
        {
            var resource = ResourceBuilder.CreateEmpty();
            Telemetry.Describe(resource, service);
            logging.SetResourceBuilder(resource);
            logging.IncludeScopes = true;
            logging.IncludeFormattedMessage = true;
            logging.AddOtlpExporter();
        });
    }
}
