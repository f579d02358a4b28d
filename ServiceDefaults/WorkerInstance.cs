using Microsoft.Extensions.Configuration;

namespace WeakToStrong.ServiceDefaults;

/// <summary>The name of one replica of a worker, the same after every start.</summary>
public static class WorkerInstance
{
    public const string Key = "Worker:Instance";

    private const string Attributes = "OTEL_RESOURCE_ATTRIBUTES";
    private const string InstanceId = "service.instance.id";

    /// <summary>
    /// As configured; else what an orchestrator gave the replica for its telemetry, with the service's name before it;
    /// else null: then only its lease tells that a worker is gone.
    /// </summary>
    public static string? Find(IConfiguration configuration, string service)
    {
        if (configuration[Key] is { Length: > 0 } name)
            return name;
        return InstanceIdOf(configuration[Attributes]) is { } id ? $"{service}-{id}" : null;
    }

    /// <summary>Attributes are <c>key=value</c>, separated by commas, values percent-encoded.</summary>
    private static string? InstanceIdOf(string? attributes) =>
        (attributes ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Select(attribute => attribute.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair is [InstanceId, { Length: > 0 }])
            .Select(pair => Uri.UnescapeDataString(pair[1]))
            .FirstOrDefault();
}
