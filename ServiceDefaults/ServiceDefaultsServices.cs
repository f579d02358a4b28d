using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace WeakToStrong.ServiceDefaults;

/// <summary>What every process of ours starts with.</summary>
public static class ServiceDefaultsServices
{
    /// <summary>Everything of ours stops within this time, a worker's runners included.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];

    /// <summary>
    /// Adds quiet logging to standard error and, when a collector is configured, telemetry under the name
    /// <paramref name="service"/>.
    /// </summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, string service)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole();
        // Lines of several services come out of one terminal: one line each, readable. A machine that reads them sets
        // Logging__Console__FormatterName=json.
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Services.Configure<JsonConsoleFormatterOptions>(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        // Standard output belongs to results.
        builder.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddTelemetry(service);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        return builder;
    }

    /// <summary>
    /// The same for a service in a process of its own: it also says what it does, answers for its health, and listens on
    /// loopback unless it is told where.
    /// </summary>
    /// <param name="defaultPort">Where to listen when nothing says so; 0: wherever there is room.</param>
    public static WebApplicationBuilder AddWebServiceDefaults(
        this WebApplicationBuilder builder, string service, int defaultPort = 0)
    {
        builder.AddServiceDefaults(service);
        builder.Logging.AddFilter("WeakToStrong", LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        // A lost broker is said once, by BrokerLog; the transport would say it for every endpoint and try.
        builder.Logging.AddFilter("MassTransit", LogLevel.Error);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Services.AddHealthChecks();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        if (!HasAddress(builder.Configuration))
            builder.WebHost.UseUrls($"http://127.0.0.1:{defaultPort}");
        return builder;
    }

    private static bool HasAddress(ConfigurationManager configuration) =>
        AddressKeys.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
