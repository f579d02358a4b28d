namespace WeakToStrong.Torch;

/// <summary>CUDA was asked for and cannot be computed on. The message says what is missing.</summary>
public sealed class CudaNotFoundException : Exception
{
    internal CudaNotFoundException(string problem)
        : base($"CUDA: {problem}; set LIBTORCH to the torch folder of a PyTorch with CUDA, on a host with a device.")
    {
    }
}
