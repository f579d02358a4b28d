namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>Tensors as what a safetensors file is written from.</summary>
public static class TensorSource
{
    /// <param name="name">The tensor's name; unique in the file.</param>
    /// <param name="values">On the CPU, contiguous; must stay alive until the file is written.</param>
    public static SafetensorsSource Of(string name, Tensor values) =>
        SafetensorsSource.FromAddress(name, TypeOf(values), values.shape, LibTorch.DataPointer(values));

    private static SafetensorsType TypeOf(Tensor values) => values.dtype switch
    {
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Float64 => SafetensorsType.F64,
        ScalarType.BFloat16 => SafetensorsType.BF16,
        var other => throw new NotSupportedException($"weights of type {other}")
    };
}
