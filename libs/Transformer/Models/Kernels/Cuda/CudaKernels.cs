using System.Numerics;

namespace WeakToStrong.Transformer.Models.Kernels.Cuda;

/// <summary>
/// The fused kernels of CUDA devices, in CUDA C++: what operators do in several passes over memory they do in one. Each
/// source is compiled when first used, for one variant.
/// </summary>
internal static class CudaKernels
{
    /// <summary>Threads of a block, where a kernel has no reason for others.</summary>
    public const int Threads = 256;

    /// <summary>Threads that run in step.</summary>
    public const int Warp = 32;

    /// <summary>A device's limit.</summary>
    public const int MostBlocksDown = 65535;

    private const int AccessBytes = 16;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<KernelVariant, DeviceProgram> Programs = [];

    /// <summary>
    /// True: this thread's tensors on the CPU take these kernels too, where whatever stands in for a device computes
    /// them.
    /// </summary>
    [field: ThreadStatic]
    public static bool ServesCpu { get; set; }

    /// <summary>Whether there are kernels for a tensor: on CUDA, in bfloat16, float32 or float64.</summary>
    public static bool Serves(Tensor tensor) =>
        (ServesCpu || (tensor.is_cuda && CpuMemory.IsEnabled)) && DeviceProgram.IsSupported
        && tensor.dtype is ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    /// <summary>The type that sums over a tensor's elements have.</summary>
    public static ScalarType Wide(Tensor tensor) =>
        tensor.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>Most elements that one access moves.</summary>
    public static int WidestAccess(Tensor tensor) => AccessBytes / (int)tensor.element_size();

    /// <summary>
    /// How many elements one access can move: as many as 16 bytes hold, or half as many until all is divisible.
    /// </summary>
    /// <param name="extents">Widths and strides joined by "or": a power of two divides that if it divides all.</param>
    /// <param name="tensors">Of one type; their addresses count too.</param>
    public static int AccessWidth(long extents, params ReadOnlySpan<Tensor> tensors)
    {
        var size = tensors[0].element_size();
        var bytes = extents * size | AccessBytes;
        foreach (var tensor in tensors)
            bytes |= LibTorch.DataPointer(tensor);
        return (int)((1L << BitOperations.TrailingZeroCount(bytes)) / size);
    }

    /// <summary>Blocks whose threads take a pack each across a row; of several rows, if there are very many.</summary>
    public static (long X, long Y) Blocks(long packs, long rows, int threads = Threads) =>
        ((packs + threads - 1) / threads, Math.Min(rows, MostBlocksDown));

    /// <summary>A source compiled for a variant.</summary>
    public static DeviceProgram Program(in KernelVariant variant)
    {
        lock (Gate)
        {
            if (!Programs.TryGetValue(variant, out var program))
            {
                program = new DeviceProgram(Text("Elements") + Text(variant.Source), variant.Device, variant.Defines);
                Programs.Add(variant, program);
            }
            return program;
        }
    }

    private static string Text(string source)
    {
        using var stream = typeof(CudaKernels).Assembly.GetManifestResourceStream(typeof(CudaKernels), $"{source}.cu")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
