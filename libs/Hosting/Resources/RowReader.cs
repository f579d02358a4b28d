using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeakToStrong.Hosting.Restarts;

namespace WeakToStrong.Hosting.Resources;

/// <summary>Aspire's snapshots of one process, put into the words of the table.</summary>
internal sealed class RowReader(IResource resource, string id)
{
    private const string PidProperty = "executable.pid";

    private DateTime? _answeredSince;

    /// <summary>The row that the next snapshot makes.</summary>
    public ResourceRow Read(CustomResourceSnapshot snapshot)
    {
        var isRunning = IsRunning(snapshot);
        var isHealthy = isRunning && snapshot.HealthStatus == HealthStatus.Healthy;
        if (isHealthy)
            _answeredSince = snapshot.StartTimeStamp;
        return new ResourceRow
        {
            Name = resource.Name,
            Id = id,
            Label = resource.GetReplicaCount() > 1 ? id : resource.Name,
            State = isRunning ? RunningState(isHealthy, snapshot.StartTimeStamp) : State(snapshot),
            Healthy = isRunning ? isHealthy : null,
            Endpoints = isRunning ? Endpoints(snapshot.Urls) : [],
            Pid = isRunning ? Number(snapshot, PidProperty) : null,
            Restarts = Number(snapshot, RestartService.CountProperty) ?? 0,
            StartedAt = snapshot.StartTimeStamp is { } start ? new DateTimeOffset(start, TimeSpan.Zero) : null,
            ExitCode = isRunning ? null : snapshot.ExitCode,
        };
    }

    private static bool IsRunning(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text is { } state
        && (state == KnownResourceStates.Running || state == KnownResourceStates.Active
            || state == KnownResourceStates.RuntimeUnhealthy);

    private ResourceState RunningState(bool isHealthy, DateTime? startedAt) => isHealthy
        ? ResourceState.Running
        : _answeredSince is { } answered && answered == startedAt ? ResourceState.Unhealthy : ResourceState.Starting;

    private static ResourceState State(CustomResourceSnapshot snapshot) => snapshot.State?.Text switch
    {
        var state when state == KnownResourceStates.Waiting => ResourceState.Waiting,
        var state when state == KnownResourceStates.Stopping => ResourceState.Stopping,
        var state when state == KnownResourceStates.FailedToStart => ResourceState.Failed,
        var state when state == KnownResourceStates.Finished || state == KnownResourceStates.Exited =>
            snapshot.ExitCode is 0 ? ResourceState.Finished : ResourceState.Exited,
        _ => ResourceState.Starting,
    };

    /// <summary>Without what might be secret in an address: user, password, query.</summary>
    private static string[] Endpoints(ImmutableArray<UrlSnapshot> urls) =>
    [
        .. urls.Where(url => !url.IsInternal)
            .Select(url => new Uri(url.Url).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped))
            .Distinct(StringComparer.Ordinal),
    ];

    private static int? Number(CustomResourceSnapshot snapshot, string property) =>
        snapshot.Properties.FirstOrDefault(candidate => candidate.Name == property)?.Value is { } value
        && int.TryParse(
            Convert.ToString(value, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
