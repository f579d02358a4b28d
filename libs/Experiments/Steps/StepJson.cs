using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeakToStrong.Experiments.Steps;

/// <summary>
/// The one way options, specs and records are written as JSON: snake case, enums by name, nothing left out.
/// </summary>
public static class StepJson
{
    public static JsonSerializerOptions Serializer { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            IgnoreReadOnlyProperties = true,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
