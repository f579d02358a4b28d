using WeakToStrong.Transformer.Models.Kernels;

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

    /// <summary>Rows of one sequence, which stand together.</summary>
    public IReadOnlyList<SlotRun> Runs => field ??= SlotRun.Of(Slots);

    /// <summary>Some of the rows, in their order.</summary>
    /// <param name="places">Which.</param>
    /// <param name="index">The same as a tensor, [M] int64.</param>
    public CacheRows Chosen(int[] places, Tensor index) => new()
    {
        Slots = Array.ConvertAll(places, place => Slots[place]),
        Positions = Array.ConvertAll(places, place => Positions[place]),
        Cosine = Cosine.index_select(0, index),
        Sine = Sine.index_select(0, index)
    };
}
