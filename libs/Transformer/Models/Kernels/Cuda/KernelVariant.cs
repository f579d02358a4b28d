namespace WeakToStrong.Transformer.Models.Kernels.Cuda;

/// <summary>What a source is compiled for.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Type">Of the tensors' elements.</param>
/// <param name="Device">Index of the CUDA device.</param>
/// <param name="Width">Elements that one access moves.</param>
/// <param name="Threads">Of a block.</param>
/// <param name="Lanes">Threads that share a row, where the source asks.</param>
/// <param name="Packs">Accesses of each of them to a row.</param>
/// <param name="Group">Query heads to a key head.</param>
/// <param name="Rows">Rows of one slot that a block computes.</param>
internal readonly record struct KernelVariant(
    string Source, ScalarType Type, int Device, int Width, int Threads = CudaKernels.Threads, int Lanes = 0,
    int Packs = 0, int Group = 0, int Rows = 0)
{
    public KernelVariant(string source, Tensor like, int width, int threads = CudaKernels.Threads)
        : this(source, like.dtype, like.device_index, width, threads)
    {
    }

    /// <summary>The same as the source reads it.</summary>
    public string[] Defines =>
    [
        Type.ToString().ToUpperInvariant(), $"WIDTH {Width}", $"THREADS {Threads}", $"LANES {Lanes}", $"PACKS {Packs}",
        $"GROUP {Group}", $"ROWS {Rows}"
    ];
}
