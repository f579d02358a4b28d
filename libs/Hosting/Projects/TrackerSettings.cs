using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Projects;

/// <summary>What the tracker is told of what the user chose.</summary>
public static class TrackerSettings
{
    private const string Endpoint = "http";

    /// <summary>
    /// The endpoint at the chosen address and port. One tracker listens there itself and sees who asks; several share
    /// it behind the orchestrator's proxy.
    /// </summary>
    public static IResourceBuilder<T> WithTrackerEndpoint<T>(this IResourceBuilder<T> builder, AppHostOptions options)
        where T : IResourceWithEndpoints =>
        builder
            .WithHttpEndpoint(options.Port, name: Endpoint, isProxied: options.Trackers > 1)
            .WithEndpoint(Endpoint, http => http.TargetHost = options.Bind.ToString());

    /// <summary>The folders in which the files of submitted experiments must lie.</summary>
    public static IResourceBuilder<T> WithDataRoots<T>(this IResourceBuilder<T> builder, AppHostOptions options)
        where T : IResourceWithEnvironment
    {
        foreach (var (i, root) in options.DataRoots.Index())
            builder.WithEnvironment($"Tracker__DataRoots__{i}", root);
        return builder;
    }

    /// <summary>What it audits by itself every night, where the user chose it.</summary>
    public static IResourceBuilder<T> WithNightlyAudit<T>(this IResourceBuilder<T> builder, AppHostOptions options)
        where T : IResourceWithEnvironment
    {
        if (options.AuditLevel is { } level)
            builder.WithEnvironment("Tracker__AuditLevel", level);
        if (options.AuditHour is { } hour)
            builder.WithEnvironment("Tracker__AuditHour", hour.ToString(CultureInfo.InvariantCulture));
        return builder;
    }

    /// <summary>The host's table of resources, where there is a host.</summary>
    public static IResourceBuilder<T> WithHostState<T>(this IResourceBuilder<T> builder, AppHostOptions options)
        where T : IResourceWithEnvironment =>
        builder.ApplicationBuilder.ExecutionContext.IsRunMode
            ? builder.WithEnvironment("Tracker__HostState", options.StateFile)
            : builder;
}
