using System.Numerics;

namespace WeakToStrong.Transformer.Models.Kernels.Cuda;

/// <summary>
/// Root-mean-square norm of rows, or of the heads of rows. A few threads share a short row, a block a long one. The
/// shape alone decides about the order of sums.
/// </summary>
internal static class CudaRmsNorm
{
    // A row's part of one thread stays in registers.
    private const int LongestRow = 32 * CudaKernels.Threads;

    // Enough to fill a device, few enough that adding up what each has of the weight's gradient takes no time.
    private const int MostSums = 512;

    /// <summary>Whether the kernels can normalise rows.</summary>
    /// <param name="x">[…, C].</param>
    public static bool Serves(Tensor x, Parameter weight) =>
        CudaKernels.Serves(x) && x.is_contiguous() && weight.Value.dtype == x.dtype
        && weight.Value.NumberOfElements <= LongestRow;

    /// <summary>Forward: y = x · inverse · w.</summary>
    /// <param name="x">[N, H, C]: heads side by side; rows may lie apart.</param>
    /// <param name="weight">[C].</param>
    /// <param name="y">[N, H, C] with the strides of x, written.</param>
    /// <returns>[N, H], float32 at least: the inverse root of each mean square.</returns>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor y, double epsilon)
    {
        var (rows, heads) = (x.size(0), x.size(1));
        var inverse = torch.empty([rows, heads], dtype: CudaKernels.Wide(x), device: x.device);
        var variant = Variant(x, x, weight, y);
        CudaKernels.Program(variant).Launch(
            "rms_norm_forward", (BlocksAcross(rows, variant), heads), variant.Threads,
            x, weight, y, inverse, rows, x.stride(0), x.size(2) / variant.Width, epsilon);
        return inverse;
    }

    /// <summary>Backward: writes dx, and adds to the weight's gradient where it has one.</summary>
    /// <param name="gradient">[N, H, C] with the strides of x.</param>
    /// <param name="inverse">[N, H].</param>
    /// <param name="dx">[N, H, C] with the strides of x, written.</param>
    public static void Backward(Tensor gradient, Tensor x, Parameter weight, Tensor inverse, Tensor dx)
    {
        var (rows, heads) = (x.size(0), x.size(1));
        var variant = Variant(x, gradient, x, weight.Value, dx);
        var program = CudaKernels.Program(variant);
        var across = Math.Min(BlocksAcross(rows, variant), Math.Max(1, MostSums / heads));
        var partial = weight.Gradient is null
            ? null
            : torch.empty([across * heads, x.size(2)], dtype: CudaKernels.Wide(x), device: x.device);
        program.Launch(
            "rms_norm_backward", (across, heads), variant.Threads,
            gradient, x, weight.Value, inverse, dx, partial, rows, x.stride(0), x.size(2) / variant.Width);
        if (partial is not null)
            program.Launch(
                "add_column_sums", CudaKernels.Blocks(x.size(2), rows: 1, CudaKernels.Warp),
                CudaKernels.Warp * CudaKernels.Warp, partial, weight.Gradient, partial.size(0), x.size(2));
    }

    private static long BlocksAcross(long rows, in KernelVariant variant)
    {
        var groups = variant.Threads / variant.Lanes;
        return (rows + groups - 1) / groups;
    }

    // Two packs of a short row to a thread, and up to four to one of a warp.
    private static KernelVariant Variant(Tensor x, params ReadOnlySpan<Tensor> tensors)
    {
        var width = CudaKernels.AccessWidth(x.size(2) | x.stride(0), tensors);
        var packs = (int)(x.size(2) / width);
        var lanes = packs > 4 * CudaKernels.Warp
            ? CudaKernels.Threads
            : Math.Min(CudaKernels.Warp, (int)BitOperations.RoundUpToPowerOf2((uint)(packs + 1) / 2));
        return new KernelVariant("RmsNorm", x, width) with { Lanes = lanes, Packs = (packs + lanes - 1) / lanes };
    }
}
