namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>Where arithmetic in 16 bits is not enough.</summary>
internal static class Precision
{
    /// <summary>Whether its elements have 16 bits.</summary>
    public static bool IsNarrow(Tensor tensor) => tensor.dtype is ScalarType.BFloat16 or ScalarType.Float16;

    /// <summary>The tensor in float32 if it has 16 bits, else itself.</summary>
    public static Tensor Wide(Tensor tensor) => IsNarrow(tensor) ? tensor.to_type(ScalarType.Float32) : tensor;

    /// <summary>√Σ x² in float32 at least; devices need no wide copy for it.</summary>
    /// <param name="ofRows">Of each row, [*, 1], instead of all elements.</param>
    public static Tensor Length(Tensor tensor, bool ofRows = false)
    {
        long[]? axes = ofRows ? [-1] : null;
        var type = IsNarrow(tensor) ? ScalarType.Float32 : tensor.dtype;
        return LibTorch.Call("aten::linalg_vector_norm", "", tensor, 2.0, axes, ofRows, type);
    }

    /// <summary>A product that is computed in the wider of two types and rounded as it is written.</summary>
    /// <param name="left">Of any shape.</param>
    /// <param name="right">Broadcast to it.</param>
    /// <param name="type">Of the product.</param>
    public static Tensor Product(Tensor left, Tensor right, ScalarType type) => LibTorch.Call(
        "aten::mul", "out", left, right, torch.empty(left.shape, dtype: type, device: left.device));
}
