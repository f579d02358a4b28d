using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.Endpoints;

/// <summary>One answer of an endpoint, read to its end.</summary>
internal sealed record EndpointReply(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    private const int LongestMessage = 500;

    /// <summary>The error that the body describes, without the key where that repeats it; null for none.</summary>
    public EndpointError? ReadError(string? key)
    {
        try
        {
            // Servers differ: an object with a message, or the message alone.
            return JsonNode.Parse(Body) is not JsonObject body ? null : body["error"] switch
            {
                JsonObject error when Text(error, "message") is { } message => new EndpointError(
                    Clean(message, key), Text(error, "type"), Text(error, "param"), Text(error, "code")),
                JsonValue error when error.TryGetValue<string>(out var message) => new EndpointError(
                    Clean(message, key), null, null, null),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject error, string name) =>
        error[name] is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    private static string Clean(string message, string? key)
    {
        var line = message.ReplaceLineEndings(" ");
        var cleaned = string.IsNullOrEmpty(key) ? line : line.Replace(key, "***", StringComparison.Ordinal);
        return cleaned.Length <= LongestMessage ? cleaned : cleaned[..LongestMessage] + "…";
    }
}
