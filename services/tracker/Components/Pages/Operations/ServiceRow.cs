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
        resource["name"].Text() is { } name
            ? new ServiceRow
            {
                Id = resource["id"].Text() ?? name,
                Name = resource["id"].Text() ?? name,
                State = resource["state"].Text()?.ToLowerInvariant() ?? "unknown",
                IsHealthy = resource["healthy"].Flag(),
                Restarts = resource["restarts"].Number() ?? 0,
                Endpoints = resource["endpoints"] is JsonArray endpoints
                    ? [.. endpoints.Select(JsonValues.Text).OfType<string>()]
                    : [],
                ProcessId = resource["pid"].Number(),
                StartedAt = Time(resource["startedAt"]),
            }
            : null;

    private static DateTimeOffset? Time(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<DateTimeOffset>(out var time) ? time : null;
}
