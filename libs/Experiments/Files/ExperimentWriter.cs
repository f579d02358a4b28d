using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Files;

/// <summary>
/// Writes a resolved experiment: every key with its value, defaults written out, paths absolute. What it writes is an
/// experiment file again.
/// </summary>
public static class ExperimentWriter
{
    public static string Write(Experiment experiment) => CanonicalJson.Serialize(ToJson(experiment));

    public static JsonObject ToJson(Experiment experiment) => RecordToJson(experiment);

    internal static JsonNode? ValueToJson(object? value) => value switch
    {
        null => null,
        IEnumerable and not string => ListToJson((IEnumerable)value),
        _ when KeyShape.IsScalar(value.GetType()) =>
            JsonSerializer.SerializeToNode(value, value.GetType(), StepJson.Serializer),
        _ => RecordToJson(value),
    };

    private static JsonArray ListToJson(IEnumerable items) =>
        [.. items.Cast<object?>().Select(ValueToJson)];

    private static JsonObject RecordToJson(object record)
    {
        var shape = RecordShape.Of(record.GetType());
        var json = new JsonObject();
        foreach (var key in shape.Keys)
            json.Add(key.Key, ValueToJson(key.Property.GetValue(record)));
        // In the file a variant's options stand beside the key that names it.
        if (shape.VariantOptions?.Property.GetValue(record) is { } options)
            foreach (var (key, value) in RecordToJson(options).ToArray())
                json.Add(key, value?.DeepClone());
        return json;
    }
}
