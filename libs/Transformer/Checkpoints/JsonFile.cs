using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// Reads and writes the JSON files of a checkpoint: size-limited, without duplicate keys, atomically.
/// </summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Non-ASCII text stands as itself, as Python's ensure_ascii=False writes it.
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>Parses a file whose top level is an object.</summary>
    public static JsonObjectReader Read(string path, long maximumBytes)
    {
        LinkedFile.Require(path);
        var length = new FileInfo(path).Length;
        if (length > maximumBytes)
            throw new CheckpointException(path, $"has {length} bytes; the limit is {maximumBytes}");
        return Parse(path, File.ReadAllBytes(path));
    }

    /// <summary>Parses JSON whose top level is an object; <paramref name="path"/> is named in errors.</summary>
    /// <param name="isWholeFile">Whether a line of it is a line of the file.</param>
    public static JsonObjectReader Parse(string path, ReadOnlyMemory<byte> utf8, bool isWholeFile = true)
    {
        try
        {
            CheckEscapes(utf8.Span);
            // The clone outlives the document, so that nothing has to be disposed.
            using var document = JsonDocument.Parse(utf8, Strict);
            return JsonObjectReader.Of(path, field: "", document.RootElement.Clone());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            var line = isWholeFile ? (error as JsonException)?.LineNumber + 1 : null;
            throw new CheckpointException(path, $"not valid JSON: {Reason(error)}", error, line);
        }
    }

    public static void Write(string path, Action<Utf8JsonWriter> write) => AtomicFile.Write(path, stream =>
    {
        using var writer = new Utf8JsonWriter(stream, Indented);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        stream.WriteByte((byte)'\n');
    });

    // "\ud800" alone is valid JSON and no text; the document would throw on it only when the text is asked for.
    private static void CheckEscapes(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
            if (reader.ValueIsEscaped)
                _ = reader.GetString();
    }

    // The place that the message ends with counts from 0.
    private static string Reason(Exception error) =>
        error.Message.ReplaceLineEndings(" ").Split(" LineNumber:", 2)[0];
}
