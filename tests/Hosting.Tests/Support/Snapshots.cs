using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeakToStrong.Hosting.Tests.Support;

/// <summary>What Aspire tells of a process, made by hand.</summary>
internal static class Snapshots
{
    public static CustomResourceSnapshot Of(string? state, int? exitCode = null) => new()
    {
        ResourceType = "Executable",
        Properties = [],
        State = state,
        ExitCode = exitCode,
        StartTimeStamp = new DateTime(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc),
    };

    public static CustomResourceSnapshot Running() => Of(KnownResourceStates.Running);

    /// <summary>Only Aspire can set health; here its setter is called by name.</summary>
    public static CustomResourceSnapshot Unhealthy()
    {
        var snapshot = Running();
        ImmutableArray<HealthReportSnapshot> reports = [new("check", HealthStatus.Unhealthy, "no answer", null)];
        typeof(CustomResourceSnapshot).GetProperty(nameof(CustomResourceSnapshot.HealthReports))!
            .SetValue(snapshot, reports);
        return snapshot;
    }
}
