using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Memory;

/// <summary>Low-rank adapters as an estimate sees them.</summary>
internal static class Adapters
{
    private const int UsualRank = 16;

    /// <summary>Weights of an adapter on every matrix of every layer.</summary>
    public static long WeightCount(ModelConfig config, int rank = UsualRank) => rank * LlamaLayout.Parameters(config)
        .Where(spec => spec.Shape.Length == 2 && spec.Name.StartsWith("model.layers.", StringComparison.Ordinal))
        .Sum(spec => spec.Shape[0] + spec.Shape[1]);
}
