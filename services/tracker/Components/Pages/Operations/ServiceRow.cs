using System.Text.Json.Nodes;
using WeakToStrong.Tracker.Api.Status;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Operations;

/// <summary>A process of the system.</summary>
public sealed record ServiceRow
{
    // The file is another program's: no more of it is shown than a page can hold.
    private const int MostRows = 200;

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>In the words of whoever started it.</summary>
    public required string State { get; init; }

    public required bool? IsHealthy { get; init; }

    public required int Restarts { get; init; }

    public required IReadOnlyList<string> Endpoints { get; init; }

    public required int? ProcessId { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public bool IsWell => State == "running" && IsHealthy != false;

    public bool IsComing => State is "waiting" or "starting" or "stopping";

    public Tone Tone => IsWell ? Tone.Good : IsComing ? Tone.Info : State == "finished" ? Tone.Quiet : Tone.Bad;

    /// <summary>What the app host says of its resources, or this process where there is no app host.</summary>
    public static IReadOnlyList<ServiceRow> Of(SystemView view) =>
        view.Host is JsonObject host && host["resources"] is JsonArray resources
            ? [.. resources.OfType<JsonObject>().Take(MostRows).Select(Of).OfType<ServiceRow>()]
            : [Own(view)];

    private static ServiceRow Own(SystemView view) => new()
    {
        Id = "own",
        Name = view.Broker is null ? "this process: tracker and workers" : "tracker",
        State = "running",
        IsHealthy = true,
        Restarts = 0,
        Endpoints = [],
        ProcessId = view.ProcessId,
        StartedAt = view.StartedAt,
    };

    private static ServiceRow? Of(JsonObject resource) =>
        Value<string>(resource["name"]) is { } name
            ? new ServiceRow
            {
                Id = Value<string>(resource["id"]) ?? name,
                Name = Value<string>(resource["id"]) ?? name,
                State = Value<string>(resource["state"])?.ToLowerInvariant() ?? "unknown",
                IsHealthy = Flag(resource["healthy"]),
                Restarts = Number(resource["restarts"]) ?? 0,
                Endpoints = resource["endpoints"] is JsonArray endpoints
                    ? [.. endpoints.Select(Value<string>).OfType<string>()]
                    : [],
                ProcessId = Number(resource["pid"]),
                StartedAt = Time(resource["startedAt"]),
            }
            : null;

    private static T? Value<T>(JsonNode? node)
        where T : class => node is JsonValue value && value.TryGetValue<T>(out var found) ? found : null;

    private static bool? Flag(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    private static int? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static DateTimeOffset? Time(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<DateTimeOffset>(out var time) ? time : null;
}
