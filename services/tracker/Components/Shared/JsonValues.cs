using System.Text.Json.Nodes;

namespace WeakToStrong.Tracker.Components.Shared;

/// <summary>Values of JSON that somebody else wrote: what is of another kind is not there.</summary>
internal static class JsonValues
{
    public static string? Text(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static int? Number(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
