using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.Endpoints;

/// <summary>One answer of an endpoint, read to its end.</summary>
internal sealed record EndpointReply(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    private const int LongestText = 500;

    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false };

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonNode? ReadJson() => JsonNode.Parse(Body, documentOptions: Json);

    /// <summary>The error that the body describes, without the key where that repeats it; null for none.</summary>
    public EndpointError? ReadError(string? key)
    {
        try
        {
            // Servers differ: an object with a message, or the message alone.
            return ReadJson() is not JsonObject body ? null : body["error"] switch
            {
                JsonObject error when Text(error, "message", key) is { } message => new EndpointError(
                    message, Text(error, "type", key), Text(error, "param", key), Text(error, "code", key)),
                JsonValue error when error.TryGetValue<string>(out var message) => new EndpointError(
                    Clean(message, key), null, null, null),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject error, string name, string? key) =>
        error[name] is JsonValue value
            ? Clean(value.TryGetValue<string>(out var text) ? text : value.ToJsonString(), key)
            : null;

    private static string Clean(string text, string? key)
    {
        var line = text.ReplaceLineEndings(" ");
        var cleaned = string.IsNullOrEmpty(key) ? line : line.Replace(key, "***", StringComparison.Ordinal);
        return cleaned.Length <= LongestText ? cleaned : cleaned[..LongestText] + "…";
    }
}
