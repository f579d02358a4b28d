namespace WeakToStrong.Transformer.Models.Kernels.Cuda;

/// <summary>Log-probability of one chosen class per row of logits.</summary>
internal static class CudaLogSoftmax
{
    // A row of a large vocabulary is long, and a batch may have few.
    private const int Threads = 512;

    /// <summary>Whether the kernels can read logits.</summary>
    public static bool Serves(Tensor logits) => CudaKernels.Serves(logits) && logits.is_contiguous();

    /// <summary>Forward: log p = z[target] − log Σ exp z, with z = logit · scale.</summary>
    /// <param name="logits">[M, V].</param>
    /// <param name="targets">[M] int64.</param>
    /// <param name="values">[M], float32 at least, written: log p.</param>
    /// <param name="normaliser">[M], written: log Σ exp z.</param>
    /// <param name="isTop">[M] bool, written: whether no class has a larger logit than the target.</param>
    public static void Forward(
        Tensor logits, Tensor targets, Tensor values, Tensor normaliser, Tensor isTop, double scale)
    {
        var (program, packs) = For(logits);
        program.Launch(
            "log_softmax_forward", (logits.size(0), 1), Threads,
            logits, targets, values, normaliser, isTop, packs, scale);
    }

    /// <summary>Backward, in place: logits become d logits = g · scale · (1[target] − p).</summary>
    /// <param name="gradient">[M], as wide as the normaliser: g.</param>
    public static void Backward(Tensor gradient, Tensor logits, Tensor targets, Tensor normaliser, double scale)
    {
        var ((program, packs), rows) = (For(logits), logits.size(0));
        program.Launch(
            "log_softmax_backward", CudaKernels.Blocks(packs, rows, Threads), Threads,
            logits, targets, normaliser, gradient, rows, packs, scale);
    }

    private static (DeviceProgram Program, long Packs) For(Tensor logits)
    {
        var width = CudaKernels.AccessWidth(logits.size(1), logits);
        return (CudaKernels.Program(new KernelVariant("LogSoftmax", logits, width, Threads)), logits.size(1) / width);
    }
}
