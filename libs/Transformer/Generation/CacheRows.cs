namespace WeakToStrong.Transformer.Generation;

/// <summary>The rows of one pass through the layers: which sequence each is of, and where in it.</summary>
internal sealed record CacheRows
{
    /// <summary>[N] Slot of each row's sequence.</summary>
    public required int[] Slots { get; init; }

    /// <summary>[N] Place of each row's token in its sequence, from 0.</summary>
    public required int[] Positions { get; init; }

    /// <summary>[N, D/2]: the places' cosines.</summary>
    public required Tensor Cosine { get; init; }

    /// <summary>[N, D/2].</summary>
    public required Tensor Sine { get; init; }
}
