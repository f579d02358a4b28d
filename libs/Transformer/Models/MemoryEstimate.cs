namespace WeakToStrong.Transformer.Models;

/// <summary>Bytes of tensors that a piece of work takes at its peak, by what they are for.</summary>
public sealed record MemoryEstimate
{
    /// <summary>Weights of every model that is held, frozen ones included.</summary>
    public long Weights { get; init; }

    /// <summary>Gradients of what is trained.</summary>
    public long Gradients { get; init; }

    /// <summary>The optimiser's moments, and master weights where there are any.</summary>
    public long Optimiser { get; init; }

    /// <summary>
    /// What the layers of the largest micro-batch keep, and what the way back through one holds beside it.
    /// </summary>
    public long Activations { get; init; }

    /// <summary>Scores of the vocabulary, as many as exist at once.</summary>
    public long Logits { get; init; }

    /// <summary>Keys and values of generation.</summary>
    public long Cache { get; init; }

    /// <summary>All of it.</summary>
    public long Total => Weights + Gradients + Optimiser + Activations + Logits + Cache;

    /// <summary>One after the other with what is held all the time: the larger of each transient part.</summary>
    public MemoryEstimate Or(MemoryEstimate other) =>
        Activations + Logits + Cache >= other.Activations + other.Logits + other.Cache
            ? this
            : this with { Activations = other.Activations, Logits = other.Logits, Cache = other.Cache };
}
