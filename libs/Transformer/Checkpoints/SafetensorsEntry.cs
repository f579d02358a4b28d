namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>What a safetensors header says of one tensor.</summary>
public sealed record SafetensorsEntry
{
    /// <summary>The tensor's name, such as "model.embed_tokens.weight".</summary>
    public required string Name { get; init; }

    /// <summary>Type of its elements.</summary>
    public required SafetensorsType Type { get; init; }

    /// <summary>Extents, outermost first; empty for a scalar. Elements lie in row-major order, little-endian.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>First byte, counted from the end of the header.</summary>
    public required long Offset { get; init; }

    /// <summary>Number of bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Bytes of a tensor of this type and shape, or null where the number does not fit.</summary>
    internal static long? ByteLength(SafetensorsType type, IReadOnlyList<long> shape)
    {
        try
        {
            // A zero extent makes the tensor empty whatever the others are, so it must not hide behind an overflow.
            return shape.Contains(0)
                ? 0
                : shape.Aggregate((long)type.Size(), (bytes, extent) => checked(bytes * extent));
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
