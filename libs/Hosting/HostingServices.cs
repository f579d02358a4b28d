using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using WeakToStrong.Hosting.Display;
using WeakToStrong.Hosting.Projects;
using WeakToStrong.Hosting.Resources;
using WeakToStrong.Hosting.Restarts;
using WeakToStrong.Hosting.Secrets;
using WeakToStrong.Hosting.Stopping;

namespace WeakToStrong.Hosting;

/// <summary>What our app host adds to Aspire.</summary>
public static class HostingServices
{
    /// <summary>Of the ten seconds that a stop may take; see <see cref="HostProcess"/> for the rest.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    /// <summary>Settings of Aspire's that the user may still set otherwise.</summary>
    private static readonly Dictionary<string, string> AspireSettings = new(StringComparer.Ordinal)
    {
        // A host that stops must have stopped everything when it ends.
        ["DcpPublisher:WaitForResourceCleanup"] = "true",
        // Nothing is asked of the network that the user did not ask for.
        ["ASPIRE_VERSION_CHECK_DISABLED"] = "true",
        ["ASPIRE_DASHBOARD_TELEMETRY_OPTOUT"] = "true",
        // The dashboard and what it talks to: free ports of the loopback interface.
        ["ASPNETCORE_URLS"] = "http://localhost:0",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:0",
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = "http://localhost:0",
    };

    /// <summary>
    /// Adds restarts, the live table, the state file, the user's secrets, and an orderly stop. Texts go to
    /// <paramref name="error"/>, results to <paramref name="output"/>.
    /// </summary>
    public static void AddHosting(
        this IDistributedApplicationBuilder builder, AppHostOptions options, TextWriter output, TextWriter error)
    {
        builder.ReadUserSecrets();
        builder.Configuration["Store"] = options.Store;
        builder.Services.AddSingleton(options);
        if (builder.ExecutionContext.IsPublishMode)
            return;
        foreach (var (key, value) in AspireSettings)
            builder.Configuration[key] ??= value;
        HostProcesses.Mark();
        builder.StartBuiltExecutables();
        builder.SendTelemetryWhereSomeoneListens(options.Dashboard);
        builder.Services.AddSingleton(StoreLock.Take(options));
        builder.AddView(options, output, error);
        builder.Services.AddFirst<OrchestratorWatch>();
        builder.Services.AddFirst<RestartService>();
        builder.Services.AddFirst<HostView>();
        builder.Services.AddHostedService<ServicesFirst>();
        builder.Services.Configure<HostOptions>(
            host => host.ShutdownTimeout = StopPatience);
        // What one resource waits for comes back when it crashed, so waiting goes on.
        builder.Services.Configure<ResourceNotificationServiceOptions>(
            waiting => waiting.DefaultWaitBehavior = WaitBehavior.WaitOnResourceUnavailable);
    }

    /// <summary>A line for the user, before anything of the architecture speaks.</summary>
    internal static void Say(this IDistributedApplicationBuilder builder, string text) =>
        builder.Services.Select(service => service.ImplementationInstance).OfType<HostEvents>().Single().Say(text);

    private static void AddView(
        this IDistributedApplicationBuilder builder, AppHostOptions options, TextWriter output, TextWriter error)
    {
        var events = new HostEvents();
        foreach (var notice in options.Notices)
            events.Say(notice);
        builder.Services.AddSingleton(events);
        builder.Services.AddSingleton<ResourceTable>();
        builder.Services.AddSingleton<StateFile>();
        builder.Services.AddSingleton<IHostDisplay>(services => HostDisplays.Choose(
            options, output, error,
            services.GetRequiredService<ResourceTable>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddLogging(logging => logging
            .AddProvider(new HostLoggerProvider(events))
            // The table says who does not answer.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical)
            .AddFilter<ConsoleLoggerProvider>(_ => false));
    }

    /// <summary>
    /// Aspire's orchestrator has started when the last resource has, and what crashes before is to be seen and started
    /// again too.
    /// </summary>
    private static void AddFirst<TService>(this IServiceCollection services) where TService : class, IHostedService =>
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TService>());
}
