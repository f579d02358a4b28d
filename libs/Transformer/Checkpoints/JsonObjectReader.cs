using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>Typed access to a JSON object; every error names the file and the field.</summary>
internal sealed class JsonObjectReader
{
    private readonly string _path;
    private readonly string _field;
    private readonly JsonElement _element;

    private JsonObjectReader(string path, string field, JsonElement element)
    {
        _path = path;
        _field = field;
        _element = element;
    }

    public static JsonObjectReader Of(string path, string field, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return new JsonObjectReader(path, field, element);
        var where = field.Length == 0 ? "the top level" : $"field '{field}'";
        throw new CheckpointException(path, $"{where} is {Describe(element)}; expected an object");
    }

    /// <summary>
    /// Members in file order. For objects that hold many: finding a member by its name looks through all of them.
    /// </summary>
    public IEnumerable<JsonProperty> Members => _element.EnumerateObject();

    /// <summary>The member, or null where it is absent or JSON's null.</summary>
    public JsonElement? Find(string name) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether the member is there, be it JSON's null.</summary>
    public bool States(string name) => _element.TryGetProperty(name, out _);

    public JsonObjectReader? FindObject(string name) =>
        Find(name) is { } value ? Of(_path, FullName(name), value) : null;

    /// <summary>A member of <see cref="Members"/> that is an object itself.</summary>
    public JsonObjectReader ToObject(JsonProperty member) => Of(_path, FullName(member.Name), member.Value);

    public JsonObjectReader GetObject(string name) => FindObject(name) ?? throw Missing(name, "an object");

    public string? FindString(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, value, "a string");
    }

    public string GetString(string name) => FindString(name) ?? throw Missing(name, "a string");

    public bool FindBoolean(string name, bool otherwise)
    {
        if (Find(name) is not { } value)
            return otherwise;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name, value, "true or false");
    }

    public int? FindInt32(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw Wrong(name, value, "a whole number");
    }

    public int GetInt32(string name) => FindInt32(name) ?? throw Missing(name, "a whole number");

    public double? FindDouble(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Wrong(name, value, "a number");
    }

    public double? FindPositive(string name)
    {
        var value = FindDouble(name);
        return value is null or > 0 ? value : throw Error(name, "must be positive");
    }

    public double GetPositive(string name) => FindPositive(name) ?? throw Missing(name, "a positive number");

    public IReadOnlyList<JsonElement> GetArray(string name)
    {
        var value = Find(name) ?? throw Missing(name, "an array");
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : throw Wrong(name, value, "an array");
    }

    /// <summary>The objects of an array; errors name their index.</summary>
    public IEnumerable<JsonObjectReader> GetObjects(string name) =>
        GetArray(name).Select((element, index) => Of(_path, $"{FullName(name)}[{index}]", element));

    /// <summary>An error about one field of this object.</summary>
    public CheckpointException Error(string name, string problem) => new(_path, $"field '{FullName(name)}' {problem}");

    public CheckpointException Wrong(string name, JsonElement value, string expected) =>
        Error(name, $"is {Describe(value)}; expected {expected}");

    /// <summary>A value as it stands in the file, cut where it is long.</summary>
    public static string Describe(JsonElement value)
    {
        var text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
    }

    private CheckpointException Missing(string name, string expected) =>
        Error(name, $"is missing; expected {expected}");

    private string FullName(string name) => _field.Length == 0 ? name : $"{_field}.{name}";
}
