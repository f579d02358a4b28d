using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeakToStrong.Torch.Random;

/// <summary>
/// A counter-based random stream: what is drawn at (row, position) depends on nothing but the seed, the stream's name,
/// the row and the position, so draws may be made in any order, side by side, or again. Philox4x32-10 of Salmon et al.,
/// "Parallel random numbers: as easy as 1, 2, 3" (SC 2011); the key is the first 8 bytes of SHA-256(seed, name), the
/// counter is (position, row).
/// </summary>
public sealed class CounterRandom
{
    private readonly uint _key0;
    private readonly uint _key1;

    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What the draws are for, for example <c>"sampling"</c>: streams of one seed are independent.
    /// </param>
    public CounterRandom(ulong seed, string stream)
    {
        Seed = seed;
        Stream = stream;
        (_key0, _key1) = KeyOf(seed, stream);
    }

    public ulong Seed { get; }

    public string Stream { get; }

    /// <summary>128 random bits.</summary>
    public (ulong Low, ulong High) Bits(ulong row, ulong position)
    {
        var (r0, r1, r2, r3) = Philox.Block((uint)position, (uint)(position >> 32), (uint)row, (uint)(row >> 32),
            _key0, _key1);
        return (r0 | (ulong)r1 << 32, r2 | (ulong)r3 << 32);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble(ulong row, ulong position) => ToDouble(Bits(row, position).Low);

    /// <summary>Uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextSingle(ulong row, ulong position) => (Bits(row, position).Low >> 40) * (1f / (1 << 24));

    /// <summary>Normal with mean 0 and variance 1 (Box and Muller 1958, the cosine half).</summary>
    public double NextNormal(ulong row, ulong position)
    {
        var (low, high) = Bits(row, position);
        // 1 - u is in (0, 1], whose logarithm is finite.
        return Math.Sqrt(-2 * Math.Log(1 - ToDouble(low))) * Math.Cos(2 * Math.PI * ToDouble(high));
    }

    /// <summary>Uniforms of one row, from <paramref name="position"/> on.</summary>
    public void Fill(ulong row, ulong position, Span<float> uniforms)
    {
        for (var i = 0; i < uniforms.Length; i++) uniforms[i] = NextSingle(row, position + (ulong)i);
    }

    /// <summary>Normal draws of one row, scaled by <paramref name="deviation"/>, for initialisation.</summary>
    public void FillNormal(ulong row, ulong position, double deviation, Span<float> draws)
    {
        for (var i = 0; i < draws.Length; i++) draws[i] = (float)(deviation * NextNormal(row, position + (ulong)i));
    }

    internal static double ToDouble(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private static (uint, uint) KeyOf(ulong seed, string stream)
    {
        var name = Encoding.UTF8.GetBytes(stream);
        var text = new byte[sizeof(ulong) + name.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(text, seed);
        name.CopyTo(text, sizeof(ulong));
        var hash = SHA256.HashData(text);
        return (BinaryPrimitives.ReadUInt32LittleEndian(hash), BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(4)));
    }
}
