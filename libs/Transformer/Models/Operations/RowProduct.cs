using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// x Wᵀ without a graph, each row of it the same bits whatever rows stand beside it. Generation uses it, whose rows
/// meet by chance; elsewhere a pass with a graph and one without have equal bits, and both are BLAS's.
/// </summary>
internal static class RowProduct
{
    [ThreadStatic]
    private static bool s_isUsed;

    /// <summary>Has this thread's linear layers compute row by row, where they can, until it is disposed.</summary>
    public static IDisposable Use()
    {
        var before = new Scope(s_isUsed);
        s_isUsed = true;
        return before;
    }

    /// <summary>Whether it is in use, and there is a kernel for them; else the product is BLAS's.</summary>
    public static bool Serves(Tensor x, Tensor weight) =>
        s_isUsed && !torch.is_grad_enabled() && x.dtype == weight.dtype && CpuMemory.Serves(x)
        && CpuMemory.Serves(weight);

    /// <summary>x Wᵀ.</summary>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <returns>[N, out].</returns>
    public static Tensor Of(Tensor x, Tensor weight)
    {
        var y = torch.empty([x.size(0), weight.size(0)], dtype: x.dtype);
        Multiply(y, x, weight, add: false);
        return y;
    }

    /// <summary>y += x Wᵀ.</summary>
    /// <param name="y">[N, out]: contiguous, or columns of such a matrix.</param>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    public static Tensor AddTo(Tensor y, Tensor x, Tensor weight)
    {
        Multiply(y, x, weight, add: true);
        return y;
    }

    private static void Multiply(Tensor y, Tensor x, Tensor weight, bool add)
    {
        if (x.dtype == ScalarType.Float32)
            Multiply<float>(y, x, weight, add);
        else
            Multiply<double>(y, x, weight, add);
    }

    // Threads share the columns, so that each reads its own part of the weight.
    private static unsafe void Multiply<T>(Tensor y, Tensor x, Tensor weight, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, columns, depth, yRow) = (x.size(0), weight.size(0), (int)x.size(1), y.stride(0));
        T* left = CpuMemory.Pointer<T>(x), right = CpuMemory.Pointer<T>(weight), sums = CpuMemory.Pointer<T>(y);
        WorkShares.Run(columns, (double)rows * columns * depth, (from, to) => RowProductKernel.Multiply(
            left, depth, right + from * depth, depth, sums + from, yRow, rows, to - from, depth, add));
    }

    private sealed class Scope(bool before) : IDisposable
    {
        public void Dispose() => s_isUsed = before;
    }
}
