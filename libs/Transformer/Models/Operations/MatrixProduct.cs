using System.Numerics;
using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// x Wᵀ without a graph: BLAS's, as in passes with a graph, to equal bits; or row by row, each row the same bits
/// whatever rows stand beside it. Generation asks for the latter, whose rows meet by chance.
/// </summary>
internal static class MatrixProduct
{
    [ThreadStatic]
    private static bool s_isRowByRow;

    /// <summary>Has this thread compute row by row, where there is a kernel for it, until it is disposed.</summary>
    public static IDisposable RowByRow()
    {
        var before = new Scope(s_isRowByRow);
        s_isRowByRow = true;
        return before;
    }

    /// <summary>Whether a product is computed row by row.</summary>
    public static bool IsRowByRow(Tensor x, Tensor weight) =>
        s_isRowByRow && !torch.is_grad_enabled() && x.dtype == weight.dtype && CpuMemory.Serves(x)
        && CpuMemory.Serves(weight);

    /// <summary>x Wᵀ.</summary>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <returns>[N, out].</returns>
    public static Tensor Of(Tensor x, Tensor weight)
    {
        if (!IsRowByRow(x, weight))
            return x.mm(weight.t());
        var y = torch.empty([x.size(0), weight.size(0)], dtype: x.dtype);
        Multiply(y, x, weight, add: false);
        return y;
    }

    /// <summary>y += x Wᵀ.</summary>
    /// <param name="y">[N, out]: contiguous, or columns of such a matrix.</param>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <returns>y.</returns>
    public static Tensor AddTo(Tensor y, Tensor x, Tensor weight)
    {
        if (!IsRowByRow(x, weight))
            return y.addmm_(x, weight.t(), beta: 1, alpha: 1);
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
        public void Dispose() => s_isRowByRow = before;
    }
}
