using System.Buffers.Binary;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Metrics;

/// <summary>
/// The points of one series as bytes, about nine for each:
/// <code>
/// byte      1, the version of this format
/// varint    number of points
/// varint…   the first count of finished units, then the difference of each to the one before it
/// float64…  the values, little endian, as they are; NaN where a value was not finite
/// </code>
/// A varint has seven bits a byte, the lowest first; the highest bit says that another byte follows. Points are in the
/// order of their counts, and no count is there twice.
/// </summary>
internal static class PointPack
{
    private const byte Version = 1;
    private const int LongestVarint = 10;
    private const int BitsPerByte = 7;
    private const byte More = 0x80;

    public static byte[] Write(IReadOnlyList<PointValue> points)
    {
        var bytes = new byte[1 + (LongestVarint * (points.Count + 1)) + (sizeof(double) * points.Count)];
        bytes[0] = Version;
        var end = WriteVarint(bytes, 1, (ulong)points.Count);
        var before = 0L;
        foreach (var point in points)
        {
            end = WriteVarint(bytes, end, checked((ulong)(point.At - before)));
            before = point.At;
        }
        foreach (var point in points)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(end), point.Value ?? double.NaN);
            end += sizeof(double);
        }
        return bytes[..end];
    }

    /// <exception cref="InvalidDataException">These are no such bytes, or of a later version.</exception>
    public static PointValue[] Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
            throw new InvalidDataException($"points are packed in version {Version}, these are not");
        var rest = bytes[1..];
        var count = ReadVarint(ref rest);
        // Every point has a byte and a value: a count beyond that is damage, and no reason to take memory.
        if (count > (ulong)rest.Length / (1 + sizeof(double)))
            throw new InvalidDataException("packed points end too early");
        var ats = ReadAts(ref rest, (int)count);
        if (rest.Length != ats.Length * sizeof(double))
            throw new InvalidDataException("packed points have the wrong length");
        return WithValues(ats, rest);
    }

    private static long[] ReadAts(ref ReadOnlySpan<byte> rest, int count)
    {
        var ats = new long[count];
        var at = 0L;
        for (var index = 0; index < count; index++)
            ats[index] = at += (long)ReadVarint(ref rest);
        return ats;
    }

    private static PointValue[] WithValues(long[] ats, ReadOnlySpan<byte> values)
    {
        var points = new PointValue[ats.Length];
        for (var index = 0; index < points.Length; index++)
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(values[(index * sizeof(double))..]);
            points[index] = new PointValue(ats[index], double.IsFinite(value) ? value : null);
        }
        return points;
    }

    private static int WriteVarint(byte[] bytes, int start, ulong value)
    {
        for (; value >= More; value >>= BitsPerByte)
            bytes[start++] = (byte)(value | More);
        bytes[start++] = (byte)value;
        return start;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var length = 0; length < Math.Min(bytes.Length, LongestVarint); length++)
        {
            value |= (ulong)(bytes[length] & ~More) << (length * BitsPerByte);
            if (bytes[length] >= More)
                continue;
            bytes = bytes[(length + 1)..];
            return value;
        }
        throw new InvalidDataException("packed points end too early");
    }
}
