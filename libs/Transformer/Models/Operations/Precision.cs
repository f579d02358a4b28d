namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>Where arithmetic in 16 bits is not enough.</summary>
internal static class Precision
{
    /// <summary>Whether its elements have 16 bits.</summary>
    public static bool IsNarrow(Tensor tensor) => tensor.dtype is ScalarType.BFloat16 or ScalarType.Float16;

    /// <summary>The tensor in float32 if it has 16 bits, else itself.</summary>
    public static Tensor Wide(Tensor tensor) => IsNarrow(tensor) ? tensor.to_type(ScalarType.Float32) : tensor;
}
