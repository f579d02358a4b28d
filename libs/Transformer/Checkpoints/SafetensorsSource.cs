namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>
/// A tensor to be written. Its bytes are asked for when its turn comes, so only one need be in memory.
/// </summary>
public sealed record SafetensorsSource
{
    /// <summary>The tensor's name; unique in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Type of its elements.</summary>
    public required SafetensorsType Type { get; init; }

    /// <summary>Extents, outermost first; empty for a scalar.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>
    /// Writes the elements in row-major order, little-endian: exactly as many bytes as type and shape say.
    /// </summary>
    public required Action<Stream> WriteTo { get; init; }

    /// <summary>A tensor whose bytes are in managed memory.</summary>
    public static SafetensorsSource FromMemory(
        string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes) =>
        new() { Name = name, Type = type, Shape = shape, WriteTo = stream => stream.Write(bytes.Span) };

    /// <summary>A contiguous tensor in native memory, which must stay valid until the file is written.</summary>
    public static unsafe SafetensorsSource FromAddress(
        string name, SafetensorsType type, IReadOnlyList<long> shape, nint address)
    {
        var length = SafetensorsEntry.ByteLength(type, shape)
            ?? throw new ArgumentException($"'{name}' is too large to address", nameof(shape));
        return new() { Name = name, Type = type, Shape = shape, WriteTo = Copy };

        void Copy(Stream stream)
        {
            using var source = new UnmanagedMemoryStream((byte*)address, length);
            source.CopyTo(stream, 1 << 20);
        }
    }
}
