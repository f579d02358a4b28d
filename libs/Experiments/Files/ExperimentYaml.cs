using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Experiments.Files;

/// <summary>
/// Writes a resolved experiment, in which every key has its value, as somebody would have written it: keys in the order
/// of the records, and none that says what holds anyhow.
/// </summary>
public sealed class ExperimentYaml(StepCatalogue catalogue)
{
    private const int LongestLine = 110;

    /// <summary>The YAML text; null where the experiment is none of the catalogue's tasks.</summary>
    /// <param name="resolved">What <see cref="ExperimentWriter"/> wrote.</param>
    public string? Write(JsonObject resolved)
    {
        var name = resolved["task"] is JsonValue given && given.TryGetValue<string>(out var text)
            ? text
            : Experiment.DefaultTask;
        return catalogue.FindTask(name) is { } task
            ? Lines(Short(resolved, RecordShape.Of(task.FileType), null), 0)
            : null;
    }

    /// <summary>The YAML of what is kept with a run; what is no experiment comes back as it is.</summary>
    public string OfKept(string kept)
    {
        try
        {
            return JsonNode.Parse(kept) is JsonObject resolved && Write(resolved) is { } text ? text : kept;
        }
        catch (JsonException)
        {
            return kept;
        }
    }

    private JsonObject Short(JsonObject json, RecordShape shape, object? defaults)
    {
        var record = defaults ?? shape.New();
        var result = new JsonObject();
        foreach (var key in shape.Keys)
            Keep(json, result, key, record, key.IsRequired && defaults is null);
        if (shape.VariantOptions is { } options
            && json[shape.Discriminator!.Key] is JsonValue named && named.TryGetValue<string>(out var name)
            && catalogue.FindVariant(options.Variant!.Family, name) is { } variant)
        {
            var given = options.Property.GetValue(record);
            var isComplete = given?.GetType() == variant.OptionsType;
            var inner = RecordShape.Of(variant.OptionsType);
            foreach (var key in inner.Keys)
                Keep(json, result, key, isComplete ? given! : inner.New(), key.IsRequired && !isComplete);
        }
        return result;
    }

    private void Keep(JsonObject json, JsonObject result, KeyShape key, object record, bool isRequired)
    {
        if (!json.TryGetPropertyValue(key.Key, out var value))
            return;
        var fallback = isRequired ? null : key.Property.GetValue(record);
        if (!isRequired && JsonNode.DeepEquals(value, ExperimentWriter.ValueToJson(fallback)))
            return;
        var kept = Kept(value, key, fallback);
        // A record whose variant has the defaults differs only in what it writes out.
        if (kept is JsonObject { Count: 0 } && fallback is not null)
            return;
        result.Add(key.Key, kept);
    }

    private JsonNode? Kept(JsonNode? value, KeyShape key, object? fallback) => (value, key.ItemType) switch
    {
        (JsonObject inner, null) => Short(inner, RecordShape.Of(key.Type), fallback),
        (JsonArray items, { } type) when !KeyShape.IsScalar(type) => new JsonArray([.. items.Select(item =>
            item is JsonObject inner ? Short(inner, RecordShape.Of(type), null) : item?.DeepClone())]),
        _ => value?.DeepClone(),
    };

    private static string Lines(JsonObject map, int indent) =>
        string.Concat(map.Select(entry => $"{new string(' ', indent)}{entry.Key}:{Value(entry.Value, indent)}\n"));

    private static string Value(JsonNode? value, int indent)
    {
        var flow = Flow(value);
        if (value is JsonArray { Count: > 0 } items && items.All(item => item is JsonObject))
            return string.Concat(items.Select(
                item => $"\n{new string(' ', indent + 2)}- {Item(item!.AsObject(), indent)}"));
        return value is JsonObject { Count: > 0 } map && indent + flow.Length > LongestLine
            ? "\n" + Lines(map, indent + 2).TrimEnd('\n')
            : " " + flow;
    }

    private static string Item(JsonObject item, int indent) =>
        Flow(item) is var flow && indent + flow.Length <= LongestLine
            ? flow
            : Lines(item, indent + 4).Trim();

    private static string Flow(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject map => $"{{{string.Join(", ", map.Select(entry => $"{entry.Key}: {Flow(entry.Value)}"))}}}",
        JsonArray items => $"[{string.Join(", ", items.Select(Flow))}]",
        JsonValue word when word.TryGetValue<string>(out var text) => YamlWords.Scalar(text),
        _ => value.ToJsonString(),
    };
}
