using System.Numerics;
using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>y = x · r · w with r = 1 / √(mean(x²) + ε), row by row.</summary>
internal static unsafe class RmsNormKernel
{
    /// <summary>Forward.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="weight">[C].</param>
    /// <param name="y">[N, C], written.</param>
    /// <param name="inverse">[N], written: r.</param>
    public static void Forward<T>(T* x, T* weight, T* y, T* inverse, long rows, int width, double epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0L; row < rows; row++, x += width, y += width)
        {
            var square = Dot(x, x, width);
            var r = T.One / T.Sqrt(square / T.CreateTruncating(width) + T.CreateTruncating(epsilon));
            inverse[row] = r;
            var scale = Vector512.Create(r);
            for (var i = 0; i < width; i += Vector512<T>.Count)
            {
                var count = width - i;
                Lanes.StorePart(Lanes.LoadPart(x + i, count) * scale * Lanes.LoadPart(weight + i, count), y + i, count);
            }
        }
    }

    /// <summary>Backward: dx = r · (w · g − x · r² / C · Σ w g x), and dw += Σ over rows of g · x · r.</summary>
    /// <param name="gradient">[N, C]: g.</param>
    /// <param name="dx">[N, C], written.</param>
    /// <param name="dweight">[C], added to; null where the weight is frozen.</param>
    public static void Backward<T>(
        T* gradient, T* x, T* weight, T* inverse, T* dx, T* dweight, long rows, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0L; row < rows; row++, gradient += width, x += width, dx += width)
        {
            var r = inverse[row];
            var scale = Vector512.Create(r);
            var pull = Vector512.Create(-Dot(gradient, x, weight, width) * r * r / T.CreateTruncating(width));
            for (var i = 0; i < width; i += Vector512<T>.Count)
            {
                var count = width - i;
                var (g, input) = (Lanes.LoadPart(gradient + i, count), Lanes.LoadPart(x + i, count));
                Lanes.StorePart((g * Lanes.LoadPart(weight + i, count) + input * pull) * scale, dx + i, count);
                if (dweight is not null)
                    Lanes.StorePart(Lanes.LoadPart(dweight + i, count) + g * input * scale, dweight + i, count);
            }
        }
    }

    private static T Dot<T>(T* a, T* b, int width) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = Vector512<T>.Zero;
        for (var i = 0; i < width; i += Vector512<T>.Count)
            sum += Lanes.LoadPart(a + i, width - i) * Lanes.LoadPart(b + i, width - i);
        return Vector512.Sum(sum);
    }

    private static T Dot<T>(T* a, T* b, T* c, int width) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = Vector512<T>.Zero;
        for (var i = 0; i < width; i += Vector512<T>.Count)
        {
            var count = width - i;
            sum += Lanes.LoadPart(a + i, count) * Lanes.LoadPart(b + i, count) * Lanes.LoadPart(c + i, count);
        }
        return Vector512.Sum(sum);
    }
}
