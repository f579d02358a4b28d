using System.Buffers.Binary;
using System.Text.Json;

namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// The header of a safetensors file: 8 bytes little-endian length, then JSON, then the tensors' bytes without gaps.
/// Source: the safetensors format description. Everything is checked before a tensor is touched.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    public const int MaximumHeaderBytes = 100_000_000;

    public const string MetadataName = "__metadata__";

    private const int LengthBytes = 8;

    /// <summary>Where the tensors' bytes begin in the file.</summary>
    public required long DataStart { get; init; }

    /// <summary>Tensors by increasing offset.</summary>
    public required IReadOnlyList<SafetensorsEntry> Entries { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Reads and checks the header of an open file.</summary>
    public static SafetensorsHeader Read(string path, Stream stream)
    {
        var length = ReadLength(path, stream);
        var json = new byte[length];
        stream.ReadExactly(json);
        if (json[0] != (byte)'{')
            throw new CheckpointException(path, "the header does not begin with '{': not a safetensors file");
        var root = JsonFile.Parse(path, json, isWholeFile: false);
        var dataStart = LengthBytes + length;
        var entries = root.Members.Where(member => member.Name != MetadataName)
            .Select(member => ReadEntry(path, member.Name, root.ToObject(member)))
            .OrderBy(entry => entry.Offset).ThenBy(entry => entry.Length)
            .ToArray();
        CheckCoverage(path, entries, stream.Length - dataStart);
        return new SafetensorsHeader { DataStart = dataStart, Entries = entries, Metadata = ReadMetadata(root) };
    }

    private static long ReadLength(string path, Stream stream)
    {
        if (stream.Length < LengthBytes)
            throw new CheckpointException(path, $"has {stream.Length} bytes: too short for a safetensors file");
        Span<byte> bytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(bytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > MaximumHeaderBytes)
            throw new CheckpointException(path,
                $"claims a header of {length} bytes; the limit is {MaximumHeaderBytes}");
        var available = stream.Length - LengthBytes;
        if (length > (ulong)available)
            throw new CheckpointException(path, $"claims a header of {length} bytes but only {available} follow");
        if (length < 2)
            throw new CheckpointException(path, $"claims a header of {length} bytes: too short for a JSON object");
        return (long)length;
    }

    private static SafetensorsEntry ReadEntry(string path, string name, JsonObjectReader fields)
    {
        var code = fields.GetString("dtype");
        var type = SafetensorsTypes.FromCode(code)
            ?? throw fields.Error("dtype", $"is '{code}', which is not supported");
        var shape = ReadNumbers(fields, "shape");
        var offsets = ReadNumbers(fields, "data_offsets");
        if (offsets.Length != 2 || offsets[1] < offsets[0])
            throw fields.Error("data_offsets", "must be two numbers, begin and end, in that order");
        var length = offsets[1] - offsets[0];
        var expected = SafetensorsEntry.ByteLength(type, shape);
        if (expected != length)
        {
            var need = expected is { } bytes ? $"needs {bytes} bytes" : "needs more bytes than can be addressed";
            throw new CheckpointException(path,
                $"tensor '{name}' ({code} [{string.Join(", ", shape)}]) {need}, its offsets span {length}");
        }
        return new SafetensorsEntry { Name = name, Type = type, Shape = shape, Offset = offsets[0], Length = length };
    }

    private static long[] ReadNumbers(JsonObjectReader fields, string name)
    {
        return [.. fields.GetArray(name).Select(Number)];

        long Number(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
                ? number
                : throw fields.Wrong(name, value, "whole numbers from 0");
    }

    private static Dictionary<string, string> ReadMetadata(JsonObjectReader root)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.FindObject(MetadataName) is { } fields)
            foreach (var member in fields.Members)
                metadata.Add(member.Name, member.Value.ValueKind == JsonValueKind.String
                    ? member.Value.GetString()!
                    : throw fields.Wrong(member.Name, member.Value, "a string"));
        return metadata;
    }

    private static void CheckCoverage(string path, IReadOnlyList<SafetensorsEntry> entries, long available)
    {
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Offset + entry.Length > available)
                throw new CheckpointException(path,
                    $"tensor '{entry.Name}' ends at byte {entry.Offset + entry.Length} of the data, which has " +
                    $"{available}: truncated?");
            if (entry.Offset < end)
                throw new CheckpointException(path, $"tensor '{entry.Name}' overlaps the tensor before it");
            if (entry.Offset > end)
                throw new CheckpointException(path,
                    $"{entry.Offset - end} bytes before tensor '{entry.Name}' belong to none");
            end = entry.Offset + entry.Length;
        }
        if (end != available)
            throw new CheckpointException(path, $"{available - end} bytes after the last tensor belong to none");
    }
}
