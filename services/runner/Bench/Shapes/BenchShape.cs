using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>A Llama shape that is measured with random weights, and how it is trained.</summary>
internal sealed record BenchShape
{
    public required string Name { get; init; }

    /// <summary>Without its longest sequence, which the work decides.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>Rows of a pass forwards and back: as many as fit beside the weights of the shape.</summary>
    public required int MicroBatchRows { get; init; }

    /// <summary>The share of the dense rate that training is meant to reach; null: no share is set.</summary>
    public double? MfuGoal { get; init; }

    /// <summary>N: number of weights.</summary>
    public long Parameters => LlamaLayout.Parameters(Config).Sum(spec => spec.Length);

    /// <summary>
    /// Arithmetic of training by one token: 6 N for the weights and 12 · layers · width · length for attention, as
    /// llm-foundry counts it (scripts/train/benchmarking/README).
    /// </summary>
    /// <param name="length">Tokens of a row.</param>
    /// <returns>Floating-point operations.</returns>
    public double TrainingFlopsPerToken(int length) =>
        6.0 * Parameters + 12.0 * Config.Layers * Config.HiddenSize * length;
}
