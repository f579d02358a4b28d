using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>The token ids that config.json and generation_config.json both carry.</summary>
internal static class SpecialTokenIds
{
    public const string BeginningName = "bos_token_id";
    public const string EndName = "eos_token_id";
    public const string PaddingName = "pad_token_id";

    /// <summary>Null where there is none, and where it is an id that the model has not: it can never come.</summary>
    public static int? Read(JsonObjectReader json, string name, int vocabulary) =>
        json.FindInt32(name) is { } id && NotNegative(json, name, id) < vocabulary ? id : null;

    /// <summary>
    /// Padding, which a model's embedding must have; the first Llama checkpoints wrote −1 where they have none.
    /// </summary>
    public static int? ReadPadding(JsonObjectReader json, int vocabulary)
    {
        if (json.FindInt32(PaddingName) is not { } id || id == -1)
            return null;
        return NotNegative(json, PaddingName, id) < vocabulary
            ? id
            : throw json.Error(PaddingName, $"is {id}; the vocabulary is 0 to {vocabulary - 1}");
    }

    /// <summary>
    /// End-of-sequence is one id, or a list of them (Llama 3's chat models); those that the model has.
    /// </summary>
    public static IReadOnlyList<int> ReadEnds(JsonObjectReader json, int vocabulary)
    {
        if (json.Find(EndName) is { ValueKind: not JsonValueKind.Array })
            return Read(json, EndName, vocabulary) is { } end ? [end] : [];
        return json.Find(EndName) is null
            ? []
            : [.. json.GetArray(EndName).Select(Id).Where(id => id < vocabulary)];

        int Id(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id) && id >= 0
                ? id
                : throw json.Wrong(EndName, value, "token ids");
    }

    public static void Write(Utf8JsonWriter json, int? beginning, IReadOnlyList<int> ends, int? padding)
    {
        if (beginning is { } first)
            json.WriteNumber(BeginningName, first);
        WriteEnds(json, ends);
        if (padding is { } fill)
            json.WriteNumber(PaddingName, fill);
    }

    private static int NotNegative(JsonObjectReader json, string name, int id) =>
        id >= 0 ? id : throw json.Error(name, $"is {id}; token ids are not negative");

    private static void WriteEnds(Utf8JsonWriter json, IReadOnlyList<int> ends)
    {
        if (ends.Count == 1)
            json.WriteNumber(EndName, ends[0]);
        if (ends.Count <= 1)
            return;
        json.WriteStartArray(EndName);
        foreach (var id in ends)
            json.WriteNumberValue(id);
        json.WriteEndArray();
    }
}
