using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Shared;

/// <summary>All weights of a training by the names of their tensors, value heads and critics too.</summary>
internal static class WeightFile
{
    public static void Save(ParameterBuffer weights, string path)
    {
        using var scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(path, [.. weights.Specs.Select(
            spec => TensorSource.Of(spec.Name, weights[spec.Name].Value.detach().cpu().contiguous()))]);
    }
}
