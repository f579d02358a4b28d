using System.Numerics;
using System.Runtime.Intrinsics;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Optimisation;

/// <summary>
/// One AdamW update on CPU memory in a single pass. As operators it takes eight passes over buffers that do not fit the
/// cache, which is more time than the arithmetic of a small model's smallest layers.
/// </summary>
internal static unsafe class AdamWKernel
{
    /// <summary>Updates weights and moments, each of <paramref name="length"/> elements, in place.</summary>
    public static void Update<T>(
        T* weights, T* gradients, T* first, T* second, long length, in AdamWCoefficients coefficients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vectors = new Lanes<T>(coefficients);
        var width = Vector512<T>.Count;
        var i = 0L;
        for (; i <= length - width; i += width)
            vectors.Update(weights + i, gradients + i, first + i, second + i);
        if (i < length)
            UpdateTail(weights + i, gradients + i, first + i, second + i, (int)(length - i), vectors);
    }

    /// <summary>The same of bfloat16 weights, which become the rounded float32 master that is updated.</summary>
    /// <param name="weights">[S] bfloat16, written.</param>
    /// <param name="gradients">[S] bfloat16.</param>
    public static void Update(
        ushort* weights, ushort* gradients, float* master, float* first, float* second, long length,
        in AdamWCoefficients coefficients)
    {
        const int block = 1024;
        var slopes = stackalloc float[block];
        for (var i = 0L; i < length; i += block)
        {
            var count = (int)Math.Min(block, length - i);
            BFloat16.Widen(gradients + i, slopes, count);
            Update(master + i, slopes, first + i, second + i, count, coefficients);
            BFloat16.Round(master + i, weights + i, count);
        }
    }

    // The last, partial vector goes through a copy, so that every element sees the same instructions.
    private static void UpdateTail<T>(T* weights, T* gradients, T* first, T* second, int count, in Lanes<T> vectors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector512<T>.Count;
        var copy = stackalloc T[4 * width];
        new Span<T>(copy, 4 * width).Clear();
        T*[] arrays = [weights, gradients, first, second];
        for (var array = 0; array < arrays.Length; array++)
            new Span<T>(arrays[array], count).CopyTo(new Span<T>(copy + array * width, width));
        vectors.Update(copy, copy + width, copy + 2 * width, copy + 3 * width);
        for (var array = 0; array < arrays.Length; array++)
            new Span<T>(copy + array * width, count).CopyTo(new Span<T>(arrays[array], count));
    }

    private readonly struct Lanes<T>(in AdamWCoefficients coefficients) where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector512<T> _gradientScale = All(coefficients.GradientScale);
        private readonly Vector512<T> _beta1 = All(coefficients.Beta1);
        private readonly Vector512<T> _rest1 = All(1 - coefficients.Beta1);
        private readonly Vector512<T> _beta2 = All(coefficients.Beta2);
        private readonly Vector512<T> _rest2 = All(1 - coefficients.Beta2);
        private readonly Vector512<T> _shrink = All(coefficients.Shrink);
        private readonly Vector512<T> _stepSize = All(coefficients.StepSize);
        private readonly Vector512<T> _rootFactor = All(1 / coefficients.RootCorrection);
        private readonly Vector512<T> _epsilon = All(coefficients.Epsilon);

        public void Update(T* weight, T* gradient, T* first, T* second)
        {
            var slope = Vector512.Load(gradient) * _gradientScale;
            var mean = Vector512.Load(first) * _beta1 + slope * _rest1;
            var square = Vector512.Load(second) * _beta2 + slope * slope * _rest2;
            var root = Vector512.Sqrt(square) * _rootFactor + _epsilon;
            mean.Store(first);
            square.Store(second);
            (Vector512.Load(weight) * _shrink - mean / root * _stepSize).Store(weight);
        }

        private static Vector512<T> All(double value) => Vector512.Create(T.CreateChecked(value));
    }
}
