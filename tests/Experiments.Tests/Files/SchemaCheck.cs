using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WeakToStrong.Experiments.Tests.Files;

/// <summary>As much of a JSON Schema validator as the experiment schema uses; unknown keywords fail.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Notes = ["$schema", "title", "description", "default"];

    public static bool IsValid(JsonNode? value, JsonObject schema) =>
        schema.Where(keyword => !Notes.Contains(keyword.Key))
            .All(keyword => Holds(keyword.Key, keyword.Value!, value, schema));

    private static bool Holds(string keyword, JsonNode rule, JsonNode? value, JsonObject schema) => keyword switch
    {
        "type" => TypeOf(value).Contains(rule.GetValue<string>()),
        "const" => JsonNode.DeepEquals(rule, value),
        "enum" => rule.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)),
        "oneOf" => rule.AsArray().Count(inner => IsValid(value, inner!.AsObject())) == 1,
        "anyOf" => rule.AsArray().Any(inner => IsValid(value, inner!.AsObject())),
        "properties" => rule.AsObject().All(key =>
            !value!.AsObject().ContainsKey(key.Key) || IsValid(value[key.Key], key.Value!.AsObject())),
        "required" => rule.AsArray().All(key => value!.AsObject().ContainsKey(key!.GetValue<string>())),
        "additionalProperties" => value!.AsObject().All(key => schema["properties"]!.AsObject().ContainsKey(key.Key)),
        "items" => value!.AsArray().All(item => IsValid(item, rule.AsObject())),
        "uniqueItems" => value!.AsArray().DistinctBy(item => item!.ToJsonString()).Count() == value.AsArray().Count,
        "minItems" => value!.AsArray().Count >= Number(rule),
        "maxItems" => value!.AsArray().Count <= Number(rule),
        "minimum" => Number(value!) >= Number(rule),
        "maximum" => Number(value!) <= Number(rule),
        "exclusiveMinimum" => Number(value!) > Number(rule),
        "pattern" => Regex.IsMatch(value!.GetValue<string>(), rule.GetValue<string>()),
        _ => throw new NotSupportedException($"the schema uses {keyword}"),
    };

    private static double Number(JsonNode node) =>
        double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    private static string[] TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => ["null"],
        JsonValueKind.Object => ["object"],
        JsonValueKind.Array => ["array"],
        JsonValueKind.String => ["string"],
        JsonValueKind.Number => Number(value) == Math.Floor(Number(value)) ? ["number", "integer"] : ["number"],
        _ => ["boolean"],
    };
}
