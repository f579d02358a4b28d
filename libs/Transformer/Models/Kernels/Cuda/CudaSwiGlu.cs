namespace WeakToStrong.Transformer.Models.Kernels.Cuda;

/// <summary>silu(gate) · up of rows.</summary>
internal static class CudaSwiGlu
{
    /// <summary>Whether the kernels can gate rows.</summary>
    public static bool Serves(Tensor gateUp) => CudaKernels.Serves(gateUp) && gateUp.is_contiguous();

    /// <summary>Forward.</summary>
    /// <param name="gateUp">[N, 2F].</param>
    /// <param name="y">[N, F], written.</param>
    public static void Forward(Tensor gateUp, Tensor y)
    {
        var (rows, width) = (y.size(0), CudaKernels.AccessWidth(y.size(1), gateUp, y));
        var packs = y.size(1) / width;
        CudaKernels.Program(new KernelVariant("SwiGlu", y, width)).Launch(
            "swiglu_forward", CudaKernels.Blocks(packs, rows), CudaKernels.Threads, gateUp, y, rows, packs);
    }

    /// <summary>Backward.</summary>
    /// <param name="gradient">[N, F], contiguous.</param>
    /// <param name="gateUp">[N, 2F].</param>
    /// <param name="slopes">[N, 2F], written.</param>
    public static void Backward(Tensor gradient, Tensor gateUp, Tensor slopes)
    {
        var rows = gradient.size(0);
        var width = CudaKernels.AccessWidth(gradient.size(1), gradient, gateUp, slopes);
        var packs = gradient.size(1) / width;
        CudaKernels.Program(new KernelVariant("SwiGlu", gradient, width)).Launch(
            "swiglu_backward", CudaKernels.Blocks(packs, rows), CudaKernels.Threads,
            gradient, gateUp, slopes, rows, packs);
    }
}
