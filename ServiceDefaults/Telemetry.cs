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
/// OpenTelemetry's providers for the sources that are built into the libraries we use. They exist only when
/// OTEL_EXPORTER_OTLP_ENDPOINT names a collector.
/// </summary>
internal sealed class Telemetry(string service) : IHostedService, IDisposable
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "MassTransit", "Npgsql"];

    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime", "MassTransit", "Npgsql"];

    private readonly ResourceBuilder _resource = Resource(service);
    private TracerProvider? _tracer;
    private MeterProvider? _meter;

    public static ResourceBuilder Resource(string service) => ResourceBuilder.CreateDefault().AddService(service);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _tracer = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(_resource).AddSource(Sources).AddOtlpExporter().Build();
        _meter = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(_resource).AddMeter(Meters).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _tracer?.Dispose();
        _meter?.Dispose();
    }
}

internal static class TelemetryServices
{
    public static void AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        builder.Services.AddHostedService(_ => new Telemetry(service));
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.SetResourceBuilder(Telemetry.Resource(service));
            logging.AddOtlpExporter();
        });
    }
}
