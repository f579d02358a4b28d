using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;

namespace WeakToStrong.Experiments.Files;

/// <summary>
/// The JSON Schema (2020-12) of experiment files, made from the records that they bind to. It says what can be said of
/// one key or one variant; rules between keys are the reader's alone.
/// </summary>
public static class ExperimentSchema
{
    public static JsonObject Make(StepCatalogue catalogue)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "WeakToStrong experiment",
        };
        var writer = new SchemaWriter(catalogue);
        var tasks = catalogue.Tasks.Select(task => writer.TaskSchema(task)).ToArray<JsonNode>();
        if (tasks is not [JsonObject only])
            schema.Add("oneOf", new JsonArray(tasks));
        else
            foreach (var (key, value) in only.ToArray())
                schema.Add(key, value?.DeepClone());
        return schema;
    }
}

/// <summary>Schemas of records, keys and variants.</summary>
internal sealed class SchemaWriter(StepCatalogue catalogue)
{
    public JsonObject TaskSchema(ExperimentTask task)
    {
        var schema = RecordSchema(RecordShape.Of(task.FileType), defaults: null);
        schema["properties"]!["task"] = Constant(task.Name, "The task, which decides the other keys.");
        if (task.Name != Experiment.DefaultTask)
            ((JsonArray)schema["required"]!).Add("task");
        return schema;
    }

    /// <param name="shape">The record.</param>
    /// <param name="defaults">The complete record that stands for absent keys, or null when required keys are
    /// required.</param>
    private JsonObject RecordSchema(RecordShape shape, object? defaults)
    {
        if (shape.VariantOptions is null)
            return ObjectSchema(shape.Keys, shape, defaults);
        var variants = catalogue.VariantsOf(shape.VariantOptions.Variant!.Family);
        return new JsonObject
        {
            ["type"] = "object",
            ["oneOf"] = new JsonArray([.. variants.Select(variant => VariantSchema(shape, variant, defaults))]),
        };
    }

    private JsonObject VariantSchema(RecordShape shape, Variant variant, object? defaults)
    {
        var schema = ObjectSchema(shape.Keys, shape, defaults);
        var options = ObjectSchema(RecordShape.Of(variant.OptionsType).Keys, RecordShape.Of(variant.OptionsType), null);
        foreach (var (key, value) in options["properties"]!.AsObject().ToArray())
            schema["properties"]![key] = value!.DeepClone();
        var required = schema["required"]!.AsArray();
        foreach (var key in options["required"]!.AsArray())
            required.Add(key!.DeepClone());

        var discriminator = shape.Discriminator!;
        schema["properties"]![discriminator.Key] = Constant(variant.Name, variant.Summary);
        var isDefault = discriminator.Property.GetValue(defaults ?? shape.New()) as string == variant.Name;
        if (!isDefault && !required.Any(key => key!.GetValue<string>() == discriminator.Key))
            required.Add(discriminator.Key);
        return schema;
    }

    private JsonObject ObjectSchema(IEnumerable<KeyShape> keys, RecordShape shape, object? defaults)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        var record = defaults ?? shape.New();
        foreach (var key in keys)
        {
            var isRequired = key.IsRequired && defaults is null;
            var value = isRequired ? null : key.Property.GetValue(record);
            properties.Add(key.Key, KeySchema(key, value));
            if (isRequired)
                required.Add(key.Key);
        }
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
    }

    private JsonObject KeySchema(KeyShape key, object? value)
    {
        var schema = key.ItemType is { } itemType ? ListSchema(key, itemType) : OneSchema(key, key.Type, value);
        if (key.IsNullable)
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        if (key.Description is { } description)
            schema["description"] = description;
        if (value is not null && (key.ItemType is not null || KeyShape.IsScalar(key.Type)))
            schema["default"] = ExperimentWriter.ValueToJson(value);
        return schema;
    }

    private JsonObject ListSchema(KeyShape key, Type itemType)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = OneSchema(key, itemType, null) };
        AddIfGiven(schema, "minItems", key.MinLength);
        AddIfGiven(schema, "maxItems", key.MaxLength);
        if (key.HasDistinctItems)
            schema["uniqueItems"] = true;
        return schema;
    }

    private JsonObject OneSchema(KeyShape key, Type type, object? value)
    {
        if (!KeyShape.IsScalar(type))
            return RecordSchema(RecordShape.Of(type), value);
        var schema = ScalarSchema(type);
        if (type == typeof(string))
            AddTextRules(schema, key);
        else
            AddRange(schema, RangeBounds.Of(key));
        return schema;
    }

    private static JsonObject ScalarSchema(Type type)
    {
        if (type.IsEnum)
            return new JsonObject { ["enum"] = new JsonArray([.. ScalarBinder.EnumNames(type)]) };
        return new JsonObject
        {
            ["type"] = Type.GetTypeCode(type) switch
            {
                TypeCode.Boolean => "boolean",
                TypeCode.Int32 or TypeCode.Int64 => "integer",
                TypeCode.Double => "number",
                _ => "string",
            },
        };
    }

    private static void AddTextRules(JsonObject schema, KeyShape key)
    {
        if (key.Pattern is { } pattern)
            schema["pattern"] = $"^(?:{pattern})$";
        if (key.ItemType is not null)
            return;
        AddIfGiven(schema, "minLength", key.MinLength);
        AddIfGiven(schema, "maxLength", key.MaxLength);
    }

    private static void AddRange(JsonObject schema, RangeBounds? range)
    {
        if (range is null)
            return;
        AddIfGiven(schema, range.IsLowExclusive ? "exclusiveMinimum" : "minimum", range.Low);
        AddIfGiven(schema, range.IsHighExclusive ? "exclusiveMaximum" : "maximum", range.High);
    }

    private static void AddIfGiven(JsonObject schema, string keyword, double? value)
    {
        if (value is { } given)
            schema[keyword] = given;
    }

    private static JsonObject Constant(string value, string description) =>
        new() { ["const"] = value, ["description"] = description };
}
