using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>Between bfloat16, which is the upper half of a float32, and float32, on CPU memory.</summary>
internal static unsafe class BFloat16
{
    private const int HalfBits = 16;

    /// <summary>Widens numbers, exactly.</summary>
    /// <param name="source">[S] bfloat16.</param>
    /// <param name="target">[S], written.</param>
    public static void Widen(ushort* source, float* target, int count)
    {
        var i = 0;
        for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Load(source + i));
            Vector512.ShiftLeft(Vector512.Create(lower, upper), HalfBits).AsSingle().Store(target + i);
        }
        for (; i < count; i++)
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << HalfBits);
    }

    /// <summary>Rounds finite numbers to the nearest, to the even one of two, as PyTorch does.</summary>
    /// <param name="source">[S].</param>
    /// <param name="target">[S] bfloat16, written.</param>
    public static void Round(float* source, ushort* target, int count)
    {
        var i = 0;
        var (half, one) = (Vector512.Create(0x7FFFu), Vector512.Create(1u));
        for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var bits = Vector512.Load(source + i).AsUInt32();
            var odd = Vector512.ShiftRightLogical(bits, HalfBits) & one;
            var rounded = Vector512.ShiftRightLogical(bits + half + odd, HalfBits);
            Vector256.Narrow(rounded.GetLower(), rounded.GetUpper()).Store(target + i);
        }
        for (; i < count; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(source[i]);
            target[i] = (ushort)((bits + 0x7FFFu + ((bits >> HalfBits) & 1)) >> HalfBits);
        }
    }
}
