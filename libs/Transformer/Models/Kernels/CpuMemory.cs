namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>Access of the fused kernels to tensors that lie in this process's memory.</summary>
internal static unsafe class CpuMemory
{
    [ThreadStatic]
    private static bool s_isOff;

    /// <summary>False: this thread computes everything in operators, which the kernels are held against.</summary>
    public static bool IsEnabled
    {
        get => !s_isOff;
        set => s_isOff = !value;
    }

    /// <summary>Whether the kernels can work on a tensor: contiguous, on the CPU, float32 or float64.</summary>
    public static bool Serves(Tensor tensor) =>
        IsEnabled && tensor.dtype is ScalarType.Float32 or ScalarType.Float64 && tensor.is_cpu()
        && tensor.is_contiguous();

    /// <summary>The tensor itself where its elements lie in order, else a copy in which they do.</summary>
    public static Tensor Contiguous(Tensor tensor) => tensor.is_contiguous() ? tensor : tensor.contiguous();

    /// <summary>The first element, valid while the tensor lives.</summary>
    public static T* Pointer<T>(Tensor tensor) where T : unmanaged => (T*)LibTorch.DataPointer(tensor);
}
