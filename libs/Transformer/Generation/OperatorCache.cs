using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Kernels;
using WeakToStrong.Transformer.Models.Kernels.Cuda;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// A cache for any device and type, in operators: keys and values are [slots, K, T, D]. Rows of one slot attend as one
/// block, so that a slot is read once however many rows it has.
/// </summary>
internal sealed class OperatorCache : KeyValueCache
{
    // Fused attention copies masks whose rows do not begin at such places.
    private const int Alignment = 16;

    public OperatorCache(LlamaModel model, int slots, int capacity)
        : this(model, slots, ShapeOf(model.Config, (capacity + Alignment - 1) / Alignment * Alignment))
    {
    }

    private OperatorCache(LlamaModel model, int slots, AttentionShape shape)
        : base(model, model.Type, slots, shape, Extents(shape), Extents(shape))
    {
    }

    /// <summary>Places of a slot.</summary>
    public int Capacity => Shape.MaximumLength;

    private ScalarType Type => Keys(0).dtype;

    /// <inheritdoc/>
    public override CacheRows Prepared(CacheRows rows, bool attends = true) => base.Prepared(rows, attends) with
    {
        Places = LibTorch.Upload(Places(rows), rows.Cosine.device),
        Blocks = attends ? new SlotBlocks(rows, Shape, Type) : null
    };

    /// <summary>One row of every slot, in the order of the slots; all that is known of them is on the device.</summary>
    /// <param name="positions">[slots] int64: the place of each in its sequence.</param>
    /// <param name="length">Above every position, up to <see cref="Capacity"/>.</param>
    /// <param name="angles">[slots, D/2] cosines and sines of the positions.</param>
    public CacheRows OfEverySlot(Tensor positions, int length, (Tensor Cosine, Tensor Sine) angles)
    {
        var rows = new CacheRows { Slots = [], Positions = [], Cosine = angles.Cosine, Sine = angles.Sine };
        return CudaDecoding.Serves(Keys(0), Shape)
            ? rows with { EverySlot = (positions, length) }
            : rows with
            {
                Places = Places(positions),
                Blocks = new SlotBlocks(positions, length, Shape, Type)
            };
    }

    /// <inheritdoc/>
    public override void Store(int layer, Tensor fused, CacheRows rows)
    {
        var heads = Heads(fused);
        Put(layer, Rotated(heads.narrow(1, Shape.Heads, Shape.KeyValueHeads), rows), heads, rows);
    }

    /// <inheritdoc/>
    public override Tensor Attend(int layer, Tensor fused, CacheRows rows) =>
        Mix(layer, Rotated(Heads(fused).narrow(1, 0, Shape.Heads), rows), rows);

    /// <inheritdoc/>
    public override Tensor Extend(int layer, Tensor fused, CacheRows rows)
    {
        if (rows.EverySlot is { } every)
            return CudaDecoding.Extend(
                Shape, CpuMemory.Contiguous(fused), (rows.Cosine, rows.Sine), every.Places,
                (Keys(layer), Values(layer)), every.Length);
        // Queries and keys are turned together: for a few rows the number of operators is what takes time.
        var heads = Heads(fused);
        var turned = Rotated(heads.narrow(1, 0, Shape.Heads + Shape.KeyValueHeads), rows);
        Put(layer, turned.narrow(1, Shape.Heads, Shape.KeyValueHeads), heads, rows);
        return Mix(layer, turned.narrow(1, 0, Shape.Heads), rows);
    }

    /// <param name="query">[N, H, D], rotated.</param>
    private Tensor Mix(int layer, Tensor query, CacheRows rows)
    {
        var blocks = rows.Blocks!;
        return blocks.Gather(ComposedAttention.Mix(
            blocks.Spread(query), blocks.Of(Keys(layer)), blocks.Of(Values(layer)), blocks.Mask));
    }

    /// <param name="keys">[N, K, D], rotated.</param>
    /// <param name="heads">[N, H + 2K, D].</param>
    private void Put(int layer, Tensor keys, Tensor heads, CacheRows rows)
    {
        Put(Keys(layer), keys, rows);
        Put(Values(layer), heads.narrow(1, Shape.Heads + Shape.KeyValueHeads, Shape.KeyValueHeads), rows);
    }

    // [N, H + 2K, D]
    private Tensor Heads(Tensor fused) => fused.view(-1, Shape.Heads + 2 * Shape.KeyValueHeads, Shape.HeadDim);

    private static Tensor Rotated(Tensor heads, CacheRows rows) =>
        ComposedAttention.Rotate(heads, rows.Cosine.unsqueeze(1), rows.Sine.unsqueeze(1));

    /// <param name="heads">[N, K, D].</param>
    private void Put(Tensor cache, Tensor heads, CacheRows rows) =>
        RowSelection.Put(cache.view(-1, Shape.HeadDim), rows.Places!, heads.reshape(-1, Shape.HeadDim));

    // [N · K] Where each row's heads lie, as rows of [slots · K · T, D].
    private long[] Places(CacheRows rows) =>
    [
        .. rows.Slots.Zip(rows.Positions).SelectMany(row => Enumerable.Range(0, Shape.KeyValueHeads).Select(head =>
            ((long)row.First * Shape.KeyValueHeads + head) * Shape.MaximumLength + row.Second))
    ];

    // The same of one row of every slot.
    private Tensor Places(Tensor positions)
    {
        var starts = torch.arange(Slots * Shape.KeyValueHeads, device: positions.device) * Shape.MaximumLength;
        return (starts.view(Slots, -1) + positions.unsqueeze(1)).view(-1);
    }

    private static long[] Extents(AttentionShape shape) => [shape.KeyValueHeads, shape.MaximumLength, shape.HeadDim];
}
