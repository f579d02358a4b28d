using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.Experiments.Attestation;

/// <summary>
/// JSON from elsewhere. A member that is there twice is refused: two readers could take different ones of them.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> json) =>
        JsonNode.Parse(json, documentOptions: Options) as JsonObject ?? throw new JsonException("is no object");

    /// <exception cref="JsonException">There is no such member.</exception>
    public static JsonNode Member(JsonNode? json, string name) =>
        json is JsonObject members && members[name] is { } member
            ? member
            : throw new JsonException($"there is no '{name}'");

    /// <exception cref="JsonException">There is no such member, or it is no text.</exception>
    public static string Text(JsonNode? json, string name) =>
        Member(json, name) is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new JsonException($"'{name}' is no text");

    /// <summary>Whether reading something of another form than expected throws this.</summary>
    public static bool IsFault(Exception exception) =>
        exception is JsonException or InvalidOperationException or ArgumentException or FormatException;
}
