using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>y = silu(gate) · up, with silu(a) = a · σ(a), where gate and up stand side by side in each row.</summary>
internal static unsafe class SwiGluKernel
{
    /// <summary>Forward.</summary>
    /// <param name="gateUp">[N, 2F]: F gates, then F ups.</param>
    /// <param name="y">[N, F], written.</param>
    public static void Forward<T>(T* gateUp, T* y, long rows, int width) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0L; row < rows; row++, gateUp += 2 * width, y += width)
        {
            for (var i = 0; i < width; i += Vector512<T>.Count)
            {
                var gate = Lanes.LoadPart(gateUp + i, width - i);
                var up = Lanes.LoadPart(gateUp + width + i, width - i);
                Lanes.StorePart(gate * Sigmoid(gate) * up, y + i, width - i);
            }
        }
    }

    /// <summary>Backward: d up = g · silu(gate); d gate = g · up · σ · (1 + gate · (1 − σ)).</summary>
    /// <param name="gradient">[N, F]: g.</param>
    /// <param name="dgateUp">[N, 2F], written.</param>
    public static void Backward<T>(T* gradient, T* gateUp, T* dgateUp, long rows, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0L; row < rows; row++, gradient += width, gateUp += 2 * width, dgateUp += 2 * width)
        {
            for (var i = 0; i < width; i += Vector512<T>.Count)
            {
                var count = width - i;
                var gate = Lanes.LoadPart(gateUp + i, count);
                var g = Lanes.LoadPart(gradient + i, count);
                var sigma = Sigmoid(gate);
                var slope = sigma * (Vector512<T>.One + gate * (Vector512<T>.One - sigma));
                Lanes.StorePart(g * Lanes.LoadPart(gateUp + width + i, count) * slope, dgateUp + i, count);
                Lanes.StorePart(g * gate * sigma, dgateUp + width + i, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Sigmoid<T>(Vector512<T> a) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector512<T>.One / (Vector512<T>.One + Lanes.Exp(-a));
}
