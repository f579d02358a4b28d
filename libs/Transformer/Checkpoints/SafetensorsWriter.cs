using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// Writes safetensors files in the order of the reference implementation, alignment descending and then name, so that
/// the same tensors give the same bytes and every tensor lies aligned for its type.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What other tools look for before they load a file as PyTorch weights.
    private static readonly KeyValuePair<string, string>[] PyTorchFormat = [new("format", "pt")];

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="tensors">The tensors, in any order.</param>
    /// <param name="metadata">Free texts of the header; {"format": "pt"} unless given.</param>
    public static void Write(
        string path,
        IEnumerable<SafetensorsSource> tensors,
        IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        var sources = tensors.OrderByDescending(source => source.Type)
            .ThenBy(source => source.Name, StringComparer.Ordinal)
            .ToArray();
        var entries = Layout(sources);
        var header = Header(entries, metadata ?? PyTorchFormat);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var (source, entry) in sources.Zip(entries))
                WriteTensor(stream, source, entry);
        });
    }

    private static List<SafetensorsEntry> Layout(SafetensorsSource[] sources)
    {
        var entries = new List<SafetensorsEntry>(sources.Length);
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataName };
        var offset = 0L;
        foreach (var source in sources)
        {
            if (!names.Add(source.Name))
                throw new ArgumentException($"the name '{source.Name}' is taken", nameof(sources));
            if (source.Shape.Any(extent => extent < 0))
                throw new ArgumentException($"'{source.Name}' has a negative extent", nameof(sources));
            var length = SafetensorsEntry.ByteLength(source.Type, source.Shape)
                ?? throw new ArgumentException($"'{source.Name}' is too large to address", nameof(sources));
            entries.Add(new SafetensorsEntry
            {
                Name = source.Name,
                Type = source.Type,
                Shape = source.Shape,
                Offset = offset,
                Length = length
            });
            offset = checked(offset + length);
        }
        return entries;
    }

    private static byte[] Header(
        IReadOnlyList<SafetensorsEntry> entries, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Compact))
            WriteHeader(writer, entries, metadata);
        var padded = ((int)json.Length + Alignment - 1) / Alignment * Alignment;
        if (padded > SafetensorsHeader.MaximumHeaderBytes)
            throw new ArgumentException($"a header of {padded} bytes is over the format's limit", nameof(entries));
        var header = new byte[sizeof(ulong) + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)padded);
        header.AsSpan(sizeof(ulong)).Fill((byte)' ');
        json.GetBuffer().AsSpan(0, (int)json.Length).CopyTo(header.AsSpan(sizeof(ulong)));
        return header;
    }

    private static void WriteHeader(
        Utf8JsonWriter writer,
        IReadOnlyList<SafetensorsEntry> entries,
        IEnumerable<KeyValuePair<string, string>> metadata)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(SafetensorsHeader.MetadataName);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(key, value);
        writer.WriteEndObject();
        foreach (var entry in entries)
        {
            writer.WriteStartObject(entry.Name);
            writer.WriteString("dtype", entry.Type.Code());
            WriteNumbers(writer, "shape", entry.Shape);
            WriteNumbers(writer, "data_offsets", [entry.Offset, entry.Offset + entry.Length]);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IEnumerable<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    private static void WriteTensor(Stream stream, SafetensorsSource source, SafetensorsEntry entry)
    {
        var start = stream.Position;
        source.WriteTo(stream);
        var written = stream.Position - start;
        if (written != entry.Length)
            throw new InvalidOperationException(
                $"tensor '{source.Name}' wrote {written} bytes; its type and shape need {entry.Length}");
    }
}
