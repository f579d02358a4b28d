using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeakToStrong.Labeler.Alignment.Requests;

/// <summary>Fields of a request; null is as good as missing.</summary>
internal static class Fields
{
    public static string? Text(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Wrong(name, "a string"),
    };

    public static bool Flag(JsonObject body, string name, string? param = null) => body[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw Wrong(param ?? name, "true or false"),
    };

    public static int? Number(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        _ => throw Wrong(name, "a whole number"),
    };

    public static JsonObject? Object(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonObject value => value,
        _ => throw Wrong(name, "an object"),
    };

    /// <summary>Whether a field asks for nothing beyond one text.</summary>
    public static bool IsNothing(string name, JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => true,
        JsonArray modalities when name == "modalities" => modalities is [JsonValue only] && Is(only, "text"),
        JsonObject format when name == "response_format" => format["type"] is JsonValue type && Is(type, "text"),
        JsonValue choice when name is "tool_choice" or "function_call" => Is(choice, "none"),
        JsonValue flag when flag.GetValueKind() == JsonValueKind.False => true,
        _ => false,
    };

    public static AlignerException Wrong(string name, string allowed) =>
        AlignerException.Invalid($"{name} must be {allowed}", name, "invalid_type");

    private static bool Is(JsonValue value, string text) => value.TryGetValue<string>(out var found) && found == text;
}
