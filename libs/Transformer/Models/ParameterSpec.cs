namespace WeakToStrong.Transformer.Models;

/// <summary>One tensor of a model before it exists: its Hugging Face name, its shape, and how it starts.</summary>
public sealed record ParameterSpec
{
    /// <summary>The name in a checkpoint, such as "model.layers.0.self_attn.q_proj.weight".</summary>
    public required string Name { get; init; }

    /// <summary>Extents, outermost first; a linear layer's weight is [out, in].</summary>
    public required long[] Shape { get; init; }

    /// <summary>
    /// Standard deviation of the normal distribution it starts from; 0: <see cref="Constant"/> everywhere.
    /// </summary>
    public double StandardDeviation { get; init; }

    /// <summary>Half-width b of the uniform distribution on [−b, b) it starts from; 0: not from one.</summary>
    public double Bound { get; init; }

    /// <summary>Value it starts from where nothing is drawn.</summary>
    public double Constant { get; init; }

    /// <summary>Number of elements.</summary>
    public long Length => Shape.Aggregate(1L, (product, extent) => checked(product * extent));
}
