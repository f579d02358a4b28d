using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// Products of matrices small enough for the first-level cache, where a BLAS call costs more than its arithmetic. The
/// caller pads rows to blocks of <see cref="Block"/> and columns to whole vectors.
/// </summary>
internal static unsafe class SmallMatrix
{
    /// <summary>
    /// Rows that are computed together, so that four independent sums hide the latency of the multiply-add.
    /// </summary>
    public const int Block = 4;

    /// <summary>
    /// C[0..4, 0..columns) = Σ over k in [from, to) of A[i, k] · B[k, j], added to C or replacing it.
    /// </summary>
    /// <param name="a">A[0, 0]; A[i, k] lies at i · aRow + k · aStep.</param>
    /// <param name="b">B[0, 0], rows bRow elements apart.</param>
    /// <param name="c">C[0, 0], rows cRow elements apart.</param>
    /// <param name="columns">Columns to compute, rounded up to whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyBlock<T>(
        T* a, int aRow, int aStep, T* b, int bRow, T* c, int cRow, int columns, int from, int to, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < columns; j += Vector512<T>.Count)
        {
            Vector512<T> sum0 = Vector512<T>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
            var left = a + (long)from * aStep;
            var right = b + (long)from * bRow + j;
            for (var k = from; k < to; k++, left += aStep, right += bRow)
            {
                var lanes = Vector512.Load(right);
                sum0 = Lanes.MultiplyAdd(Vector512.Create(left[0]), lanes, sum0);
                sum1 = Lanes.MultiplyAdd(Vector512.Create(left[aRow]), lanes, sum1);
                sum2 = Lanes.MultiplyAdd(Vector512.Create(left[2 * aRow]), lanes, sum2);
                sum3 = Lanes.MultiplyAdd(Vector512.Create(left[3 * aRow]), lanes, sum3);
            }
            Put(sum0, c + j, add);
            Put(sum1, c + cRow + j, add);
            Put(sum2, c + 2 * cRow + j, add);
            Put(sum3, c + 3 * cRow + j, add);
        }
    }

    /// <summary>B[j, i] = A[i, j] for i &lt; rows and j &lt; columns.</summary>
    public static void Transpose<T>(T* a, int aRow, T* b, int bRow, int rows, int columns) where T : unmanaged
    {
        for (var j = 0; j < columns; j++)
            for (var i = 0; i < rows; i++)
                b[j * bRow + i] = a[i * aRow + j];
    }

    private static void Put<T>(Vector512<T> sum, T* target, bool add) where T : unmanaged
    {
        if (add)
            sum += Vector512.Load(target);
        sum.Store(target);
    }
}
