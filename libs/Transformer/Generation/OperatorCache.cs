using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Kernels.Cuda;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// A cache for any device and type, in operators or in the kernels of CUDA devices: keys and values are
/// [slots, K, T, D].
/// </summary>
internal sealed class OperatorCache : KeyValueCache
{
    // Fused attention copies masks whose rows do not begin at such places.
    private const int Alignment = 16;

    public OperatorCache(LlamaModel model, int slots, int capacity)
        // One more: Nowhere.
        : this(model, slots, ShapeOf(model.Config, (capacity + Alignment) / Alignment * Alignment))
    {
    }

    private OperatorCache(LlamaModel model, int slots, AttentionShape shape)
        : base(model, model.Type, slots, shape, Extents(shape), Extents(shape))
    {
    }

    /// <summary>Places of a slot.</summary>
    public int Capacity => Shape.MaximumLength;

    /// <summary>The last of them: what is kept there is not attended to.</summary>
    public int Nowhere => Capacity - 1;

    /// <summary>What a pass over every slot needs in every layer, computed once.</summary>
    public SlotRows Prepared(SlotRows rows) => HasKernels(rows)
        ? rows
        : rows with
        {
            Targeted = Targeted(rows),
            Masks = Masks(rows)
        };

    /// <summary>Where the heads of some rows go.</summary>
    /// <param name="slots">[N] Slot of each row.</param>
    /// <param name="positions">[N] Place of each row in its sequence.</param>
    /// <returns>[N · K] int64: as rows of [slots · K · T, D].</returns>
    public Tensor Places(int[] slots, int[] positions)
    {
        foreach (var position in positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Nowhere);
        return LibTorch.Upload(
            [
                .. slots.Zip(positions).SelectMany(row => Enumerable.Range(0, Shape.KeyValueHeads).Select(head =>
                    ((long)row.First * Shape.KeyValueHeads + head) * Capacity + row.Second))
            ],
            Keys(0).device);
    }

    /// <summary>Keeps the keys and values of some rows.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="places">[N · K] int64, all different.</param>
    /// <param name="cosine">[N, D/2].</param>
    /// <param name="sine">[N, D/2].</param>
    public void Store(int layer, Tensor fused, Tensor places, Tensor cosine, Tensor sine)
    {
        var heads = Heads(fused);
        Put(layer, Rotated(heads.narrow(1, Shape.Heads, Shape.KeyValueHeads), cosine, sine), heads, places);
    }

    /// <summary>Keeps rows of every slot, and lets them attend over their slots up to and with themselves.</summary>
    /// <param name="fused">[S · R, (H + 2K) D], not rotated.</param>
    /// <param name="rows">As prepared.</param>
    /// <returns>[S · R, H · D].</returns>
    public Tensor Extend(int layer, Tensor fused, SlotRows rows)
    {
        if (HasKernels(rows))
            return CudaDecoding.Extend(
                LayerShapes[layer], CpuMemory.Contiguous(fused), rows, (Keys(layer), Values(layer)));
        // Queries and keys are turned together: for a few rows the number of operators is what takes time.
        var heads = Heads(fused);
        var turned = Rotated(heads.narrow(1, 0, Shape.Heads + Shape.KeyValueHeads), rows.Cosine, rows.Sine);
        Put(layer, turned.narrow(1, Shape.Heads, Shape.KeyValueHeads), heads, rows.Targeted!);
        return SlotAttention.Mix(
            turned.narrow(1, 0, Shape.Heads), Keys(layer), Values(layer), rows.Masks![layer], rows.Height, Shape);
    }

    private bool HasKernels(SlotRows rows) => CudaDecoding.Serves(Keys(0), rows.Height, Shape);

    /// <param name="keys">[N, K, D], rotated.</param>
    /// <param name="heads">[N, H + 2K, D].</param>
    private void Put(int layer, Tensor keys, Tensor heads, Tensor places)
    {
        Put(Keys(layer), keys, places);
        Put(Values(layer), heads.narrow(1, Shape.Heads + Shape.KeyValueHeads, Shape.KeyValueHeads), places);
    }

    // [N, H + 2K, D]
    private Tensor Heads(Tensor fused) => fused.view(-1, Shape.Heads + 2 * Shape.KeyValueHeads, Shape.HeadDim);

    private static Tensor Rotated(Tensor heads, Tensor cosine, Tensor sine) =>
        ComposedAttention.Rotate(heads, cosine.unsqueeze(1), sine.unsqueeze(1));

    /// <param name="heads">[N, K, D].</param>
    private void Put(Tensor cache, Tensor heads, Tensor places) =>
        RowSelection.Put(cache.view(-1, Shape.HeadDim), places, heads.reshape(-1, Shape.HeadDim));

    // Layers of one window share theirs.
    private Tensor[] Masks(SlotRows rows)
    {
        var masks = LayerShapes.Distinct().ToDictionary(
            shape => shape,
            shape => SlotAttention.Mask(rows.Places, rows.Height, rows.Length, shape, Keys(0).dtype));
        return [.. LayerShapes.Select(shape => masks[shape])];
    }

    // [S · R · K]
    private Tensor Targeted(SlotRows rows)
    {
        var starts = torch.arange(Slots * Shape.KeyValueHeads, device: rows.Targets.device) * Capacity;
        return (starts.view(Slots, 1, -1) + rows.Targets.view(Slots, -1, 1)).view(-1);
    }

    private static long[] Extents(AttentionShape shape) => [shape.KeyValueHeads, shape.MaximumLength, shape.HeadDim];
}
