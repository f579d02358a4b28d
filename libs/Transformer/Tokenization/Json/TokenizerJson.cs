using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>
/// Names of the parts of <c>tokenizer.json</c>, Hugging Face tokenizers' own format, and what reading and writing them
/// shares.
/// </summary>
internal static class TokenizerJson
{
    public const string FileName = "tokenizer.json";
    public const string Version = "1.0";

    public const string ByteLevel = "ByteLevel";
    public const string Split = "Split";
    public const string Digits = "Digits";
    public const string Punctuation = "Punctuation";
    public const string Metaspace = "Metaspace";
    public const string Sequence = "Sequence";
    public const string Template = "TemplateProcessing";
    public const string BytePairs = "BPE";
    public const string Compose = "NFC";
    public const string Prepend = "Prepend";
    public const string Replace = "Replace";
    public const string ByteFallback = "ByteFallback";
    public const string Fuse = "Fuse";
    public const string Strip = "Strip";

    /// <summary>The parts of a Sequence, or the one part that stands alone; none where the field is null.</summary>
    public static IReadOnlyList<JsonObjectReader> Parts(JsonObjectReader json, string name, string parts)
    {
        if (json.FindObject(name) is not { } whole)
            return [];
        return whole.GetString("type") == Sequence ? [.. whole.GetObjects(parts)] : [whole];
    }

    public static CheckpointException Unsupported(JsonObjectReader part, params string[] supported) =>
        part.Error("type", $"is '{part.GetString("type")}'; supported: {string.Join(", ", supported)}");

    public static void RequireType(JsonObjectReader json, string type)
    {
        if (json.GetString("type") != type)
            throw json.Error("type", $"is '{json.GetString("type")}'; supported: '{type}'");
    }

    public static void RequireAbsent(JsonObjectReader json, string name)
    {
        if (json.Find(name) is { } value)
            throw json.Wrong(name, value, "null: nothing else is supported");
    }

    public static void RequireEmpty(JsonObjectReader json, string name)
    {
        if (json.FindString(name) is { Length: > 0 } text)
            throw json.Error(name, $"is '{text}'; nothing but null or an empty text is supported");
    }

    /// <summary>The text that a pattern searches for; a regular expression is refused.</summary>
    public static string LiteralPattern(JsonObjectReader json)
    {
        var pattern = json.GetObject("pattern");
        if (pattern.Find("Regex") is not null)
            throw pattern.Error("Regex", "is not supported here; supported: 'String'");
        return NotEmpty(pattern, "String");
    }

    public static string NotEmpty(JsonObjectReader json, string name) =>
        json.GetString(name) is { Length: > 0 } text ? text : throw json.Error(name, "is empty");

    /// <summary>A field whose value is one character.</summary>
    public static char Character(JsonObjectReader json, string name) =>
        json.GetString(name) is [var character]
            ? character
            : throw json.Error(name, $"is '{json.GetString(name)}'; expected one character");

    /// <summary>Writes nothing, one part, or a Sequence of them.</summary>
    public static void WriteParts<T>(
        Utf8JsonWriter json, string name, string partsName, IReadOnlyList<T> parts, Action<Utf8JsonWriter, T> write)
    {
        if (parts.Count == 0)
            json.WriteNull(name);
        else if (parts.Count == 1)
            WritePart(json, name, () => write(json, parts[0]));
        else
            WritePart(json, name, () => WriteSequence(json, partsName, parts, write));
    }

    /// <summary>Writes a pattern that is a text or a regular expression.</summary>
    public static void WritePattern(Utf8JsonWriter json, string kind, string pattern) =>
        WritePart(json, "pattern", () => json.WriteString(kind, pattern));

    private static void WritePart(Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStartObject(name);
        write();
        json.WriteEndObject();
    }

    private static void WriteSequence<T>(
        Utf8JsonWriter json, string partsName, IReadOnlyList<T> parts, Action<Utf8JsonWriter, T> write)
    {
        json.WriteString("type", Sequence);
        json.WriteStartArray(partsName);
        foreach (var part in parts)
        {
            json.WriteStartObject();
            write(json, part);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
