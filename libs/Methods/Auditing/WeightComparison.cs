using System.Buffers.Binary;
using System.Runtime.InteropServices;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Methods.Auditing;

/// <summary>How far two files of weights are from one another.</summary>
/// <param name="Tensor">The tensor with the largest difference in ULP.</param>
/// <param name="LargestUlp">Units in the last place: 1 for neighbouring numbers.</param>
/// <param name="DifferentCount">Weights that differ.</param>
/// <param name="LargestRelative">Largest difference over the largest weight of its tensor.</param>
internal sealed record WeightDifference(string Tensor, long LargestUlp, long DifferentCount, double LargestRelative);

/// <summary>Compares weights bit by bit.</summary>
internal static class WeightComparison
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Null when both files have the same tensors, down to their bits.</summary>
    /// <exception cref="CheckpointException">A file cannot be read.</exception>
    public static WeightDifference? Compare(string recordedPath, string foundPath)
    {
        using var recorded = SafetensorsFile.Open(recordedPath);
        using var found = SafetensorsFile.Open(foundPath);
        WeightDifference? worst = null;
        var (count, relative) = (0L, 0.0);
        var names = recorded.Entries.Concat(found.Entries).Select(entry => entry.Name).Distinct(StringComparer.Ordinal);
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (Compare(recorded, recorded.Find(name), found, found.Find(name)) is not { } difference)
                continue;
            count += difference.DifferentCount;
            relative = Differences.Larger(relative, difference.LargestRelative);
            if (worst is null || difference.LargestUlp > worst.LargestUlp)
                worst = difference;
        }
        return worst is null ? null : worst with { DifferentCount = count, LargestRelative = relative };
    }

    private static WeightDifference? Compare(
        SafetensorsFile recorded, SafetensorsEntry? left, SafetensorsFile found, SafetensorsEntry? right)
    {
        if (left is null || right is null || left.Type != right.Type || !left.Shape.SequenceEqual(right.Shape))
            return Incomparable((left ?? right)!);
        var (leftBytes, rightBytes) = (new byte[ChunkBytes], new byte[ChunkBytes]);
        var (count, ulp, difference, largest) = (0L, 0L, 0.0, 0.0);
        for (var at = 0L; at < left.Length; at += ChunkBytes)
        {
            var length = (int)Math.Min(ChunkBytes, left.Length - at);
            recorded.Read(left, leftBytes.AsSpan(0, length), at);
            found.Read(right, rightBytes.AsSpan(0, length), at);
            for (var i = 0; i < length / left.Type.Size(); i++)
            {
                var (a, b) = (NumberAt(left.Type, leftBytes, i), NumberAt(left.Type, rightBytes, i));
                largest = Math.Max(largest, Math.Abs(a.Value));
                if (a.Place == b.Place)
                    continue;
                count++;
                ulp = Math.Max(ulp, Distance(a.Place, b.Place));
                difference = Math.Max(difference, Math.Abs(a.Value - b.Value));
            }
        }
        return count == 0
            ? null
            : new WeightDifference(left.Name, ulp, count, Relative(difference, largest));
    }

    private static WeightDifference Incomparable(SafetensorsEntry entry) =>
        new(entry.Name, long.MaxValue, entry.Length / entry.Type.Size(), double.PositiveInfinity);

    // Nothing is near in a tensor with a weight that is not finite.
    private static double Relative(double difference, double largest) =>
        largest == 0 ? difference : double.IsFinite(largest) ? difference / largest : double.PositiveInfinity;

    /// <summary>A number with its place among all numbers of its type, in their order.</summary>
    private static (long Place, double Value) NumberAt(SafetensorsType type, byte[] bytes, int index) => type switch
    {
        SafetensorsType.F32 => OfFloat(MemoryMarshal.Cast<byte, int>(bytes)[index]),
        SafetensorsType.F64 => OfDouble(MemoryMarshal.Cast<byte, long>(bytes)[index]),
        SafetensorsType.BF16 => OfBrain(MemoryMarshal.Cast<byte, short>(bytes)[index]),
        SafetensorsType.F16 => OfHalf(MemoryMarshal.Cast<byte, short>(bytes)[index]),
        _ => OfOther(bytes.AsSpan(index * type.Size(), type.Size())),
    };

    private static (long Place, double Value) OfFloat(int bits) =>
        (Ordered(bits, int.MinValue), BitConverter.Int32BitsToSingle(bits));

    private static (long Place, double Value) OfDouble(long bits) =>
        (bits >= 0 ? bits : long.MinValue - bits, BitConverter.Int64BitsToDouble(bits));

    private static (long Place, double Value) OfBrain(short bits) =>
        (Ordered(bits, short.MinValue), BitConverter.Int32BitsToSingle(bits << 16));

    private static (long Place, double Value) OfHalf(short bits) =>
        (Ordered(bits, short.MinValue), (double)BitConverter.Int16BitsToHalf(bits));

    // Whole numbers are not weights: one that differs is not near.
    private static (long Place, double Value) OfOther(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[sizeof(long)];
        whole.Clear();
        bytes.CopyTo(whole);
        return (BinaryPrimitives.ReadInt64LittleEndian(whole), double.NaN);
    }

    // Bits of negative numbers count backwards from the smallest one; so neighbours differ by one, zeros by none.
    private static long Ordered(long bits, long lowest) => bits >= 0 ? bits : lowest - bits;

    private static long Distance(long left, long right)
    {
        var distance = (Int128)left - right;
        return (long)Int128.Min(Int128.Abs(distance), long.MaxValue);
    }
}
