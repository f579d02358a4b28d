namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>What a safetensors file holds, as tensors; <see cref="TensorSource"/> is the other way.</summary>
internal static class StoredTensor
{
    /// <summary>A tensor where it lies in the mapped file, which must stay open as long as it is used.</summary>
    /// <exception cref="CheckpointException">Its type is not one of weights.</exception>
    public static Tensor Of(SafetensorsFile file, SafetensorsEntry entry) =>
        LibTorch.FromMemory(file.Address(entry), TypeOf(file, entry), [.. entry.Shape], owner: null);

    /// <summary>Copies a tensor into place, converting its type.</summary>
    /// <param name="target">Of the shape that is asked for.</param>
    /// <param name="asking">Who asks for that shape, such as "config.json asks".</param>
    /// <exception cref="CheckpointException">Its shape is another, or its type is not one of weights.</exception>
    public static void Copy(SafetensorsFile file, SafetensorsEntry entry, Tensor target, string asking)
    {
        RequireShape(file, entry, target.shape, asking);
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        target.copy_(Of(file, entry));
    }

    /// <param name="asking">Who asks for that shape, such as "config.json asks".</param>
    /// <exception cref="CheckpointException">Its shape is another.</exception>
    public static void RequireShape(
        SafetensorsFile file, SafetensorsEntry entry, IReadOnlyList<long> shape, string asking)
    {
        if (!entry.Shape.SequenceEqual(shape))
            throw new CheckpointException(
                file.Path, $"tensor '{entry.Name}' has shape {Text(entry.Shape)}; {asking} for {Text(shape)}");
    }

    /// <summary>Whether all of a tensor's values are finite.</summary>
    public static bool IsFinite(SafetensorsFile file, SafetensorsEntry entry)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        return Of(file, entry).isfinite().all().item<bool>();
    }

    private static ScalarType TypeOf(SafetensorsFile file, SafetensorsEntry entry) => entry.Type switch
    {
        SafetensorsType.F32 => ScalarType.Float32,
        SafetensorsType.F64 => ScalarType.Float64,
        SafetensorsType.BF16 => ScalarType.BFloat16,
        SafetensorsType.F16 => ScalarType.Float16,
        _ => throw new CheckpointException(
            file.Path, $"tensor '{entry.Name}' is {entry.Type.Code()}; weights are F64, F32, BF16 or F16")
    };

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
