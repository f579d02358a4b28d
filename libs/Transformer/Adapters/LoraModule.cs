using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Adapters;

/// <summary>One adapted linear layer before it exists: W x becomes W x + s B A x.</summary>
internal sealed record LoraModule
{
    /// <summary>Name of the layer, such as <c>model.layers.0.self_attn.q_proj</c>.</summary>
    public required string Name { get; init; }

    /// <summary>r.</summary>
    public required int Rank { get; init; }

    /// <summary>s.</summary>
    public required double Scale { get; init; }

    public string WeightName => Name + ".weight";

    public string NameOfA => Name + ".lora_A.weight";

    public string NameOfB => Name + ".lora_B.weight";

    /// <summary>
    /// A [r, in] starts uniform in ±1/√in and B [out, r] at 0, as in PEFT, so that the adapted model starts as it was.
    /// </summary>
    public IEnumerable<ParameterSpec> Parameters(long outputs, long inputs) =>
    [
        new() { Name = NameOfA, Shape = [Rank, inputs], Bound = 1 / Math.Sqrt(inputs) },
        new() { Name = NameOfB, Shape = [outputs, Rank] }
    ];
}
