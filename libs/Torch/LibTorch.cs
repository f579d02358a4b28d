using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

/// <summary>What TorchSharp lacks: everything here is ours, everything in <c>torch</c> is TorchSharp's.</summary>
public static unsafe partial class LibTorch
{
    /// <summary>
    /// Calls any operator of libtorch by its schema: <c>Call("aten::add", "Tensor", a, b)</c>. Arguments stand in the
    /// schema's order; trailing ones that are left out take the schema's defaults.
    /// </summary>
    /// <returns>The one tensor that the operator returns.</returns>
    /// <exception cref="InvalidOperationException">The operator would draw from the process-wide generator.</exception>
    public static Tensor Call(string name, string overload, params ReadOnlySpan<Argument> arguments) =>
        Find(name, overload, arguments).Call(arguments);

    /// <summary>As <see cref="Call"/>, for an operator that returns several tensors or a list of them.</summary>
    public static Tensor[] CallAll(string name, string overload, params ReadOnlySpan<Argument> arguments) =>
        Find(name, overload, arguments).CallAll(arguments);

    /// <summary>As <see cref="Call"/>, for an operator that returns one number or truth value.</summary>
    public static Scalar CallScalar(string name, string overload, params ReadOnlySpan<Argument> arguments) =>
        Find(name, overload, arguments).CallScalar(arguments);

    /// <summary>Whether the libtorch at hand has the operator.</summary>
    public static bool SchemaExists(string name, string overload) => Operator.Exists(name, overload);

    /// <summary>
    /// Whether operators without a deterministic implementation throw. On CUDA it also takes CUBLAS_WORKSPACE_CONFIG,
    /// which has to be set before the process starts.
    /// </summary>
    public static bool Deterministic
    {
        get => NativeMethods.w2s_deterministic() != 0;
        set => Native.Check(NativeMethods.w2s_set_deterministic(value ? 1 : 0, 0), nameof(Deterministic));
    }

    /// <summary>Threads of libtorch's own loops on the calling thread; BLAS libraries have other pools.</summary>
    public static int ThreadCount
    {
        get => NativeMethods.w2s_get_num_threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Native.Check(NativeMethods.w2s_set_num_threads(value), nameof(ThreadCount));
        }
    }

    /// <summary>Waits until a CUDA device, the current one by default, has done what its stream holds.</summary>
    public static void Synchronize(Device? device = null) =>
        Native.Check(NativeMethods.w2s_cuda_synchronize(device?.index ?? -1), nameof(Synchronize));

    /// <summary>How many native tensor handles live in this process: the measure of a leak.</summary>
    public static long LiveTensorCount => NativeMethods.w2s_live_tensors();

    /// <summary>Measures how much tensor memory what this thread does next needs at once.</summary>
    public static MemoryMeter MeasureMemory() => new();

    /// <summary>Where the first element lies, on the tensor's own device. Borrowed.</summary>
    public static nint DataPointer(Tensor tensor)
    {
        Native.Check(NativeMethods.w2s_tensor_data(tensor.Handle, out var data), nameof(DataPointer));
        return (nint)data;
    }

    /// <summary>Rows of a table, with a gradient.</summary>
    /// <param name="weight">[V, C] floating point.</param>
    /// <param name="indices">[*] int64 in [0, V).</param>
    /// <returns>[*, C] in the table's element type.</returns>
    public static Tensor Embedding(Tensor weight, Tensor indices) => EmbeddingOperator.Call(weight, indices);

    /// <summary>The bits read as another element type of the same width, without a copy.</summary>
    public static Tensor ViewAs(Tensor tensor, ScalarType dtype) => ViewOperator.Call(tensor, dtype);

    private static readonly Operator ViewOperator = new("aten::view", "dtype");

    private static readonly Operator EmbeddingOperator = new("aten::embedding");
}
