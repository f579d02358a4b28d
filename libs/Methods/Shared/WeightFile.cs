using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Shared;

/// <summary>All weights of a training by the names of their tensors, value heads and critics too.</summary>
internal static class WeightFile
{
    public static void Save(ParameterBuffer weights, string path)
    {
        using var scope = torch.NewDisposeScope();
        var tensors = weights.Specs.Select(
            spec => (spec.Name, Value: weights[spec.Name].Value.detach().cpu().contiguous()));
        SafetensorsWriter.Write(path, [.. tensors.Select(tensor => SafetensorsSource.FromAddress(
            tensor.Name, TypeOf(tensor.Value), tensor.Value.shape, LibTorch.DataPointer(tensor.Value)))]);
    }

    private static SafetensorsType TypeOf(Tensor values) => values.dtype switch
    {
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Float64 => SafetensorsType.F64,
        ScalarType.BFloat16 => SafetensorsType.BF16,
        var other => throw new NotSupportedException($"weights of type {other}"),
    };
}
