using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Experiments;

/// <summary>
/// Takes methods and seeds from the text that is kept with a run. Texts of other tasks or versions may have neither.
/// </summary>
internal static class OutlineReader
{
    public static ExperimentOutline Read(string? text)
    {
        try
        {
            return JsonNode.Parse(text ?? "null") is JsonObject experiment
                ? new ExperimentOutline(Methods(experiment["methods"]), Seeds(experiment["seeds"]))
                : ExperimentOutline.Unknown;
        }
        catch (JsonException)
        {
            return ExperimentOutline.Unknown;
        }
    }

    private static IReadOnlyList<MethodOutline> Methods(JsonNode? methods) =>
        methods is JsonArray array
            ?
            [
                .. from method in array.OfType<JsonObject>()
                   let name = method["name"].Text()
                   where name is not null
                   select new MethodOutline(name, method["method"].Text() ?? name),
            ]
            : [];

    private static IReadOnlyList<int> Seeds(JsonNode? seeds) =>
        seeds is JsonArray array
            ? [.. array.OfType<JsonValue>().Where(seed => seed.TryGetValue<int>(out _)).Select(seed => (int)seed)]
            : [];
}
