using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// A cache for any device and type, in operators: keys and values are [slots, K, T, D]. Rows of one slot attend as one
/// block, so that a slot is read once however many rows it has.
/// </summary>
internal sealed class OperatorCache(LlamaModel model, int slots, int capacity)
    : KeyValueCache(
        model, model.Type, slots, ShapeOf(model.Config, capacity), Extents(model.Config, capacity),
        Extents(model.Config, capacity))
{
    /// <inheritdoc/>
    public override bool AttendsRowByRow => false;

    /// <inheritdoc/>
    public override CacheRows Prepared(CacheRows rows, bool attends = true) => base.Prepared(rows, attends) with
    {
        Places = LibTorch.Upload(Places(rows), rows.Cosine.device),
        Blocks = attends ? new SlotBlocks(rows, Shape) : null
    };

    /// <inheritdoc/>
    public override void Store(int layer, Tensor fused, CacheRows rows)
    {
        var heads = Heads(fused);
        var (queries, kinds) = (Shape.Heads, Shape.KeyValueHeads);
        Put(Keys(layer), Rotated(heads.narrow(1, queries, kinds), rows), rows);
        Put(Values(layer), heads.narrow(1, queries + kinds, kinds), rows);
    }

    /// <inheritdoc/>
    public override Tensor Attend(int layer, Tensor fused, CacheRows rows)
    {
        var blocks = rows.Blocks!;
        var query = blocks.Spread(Rotated(Heads(fused).narrow(1, 0, Shape.Heads), rows)); // [S, K, G · R, D]
        var mixed = ComposedAttention.Mix(
            query, blocks.Of(Keys(layer)), blocks.Of(Values(layer)), blocks.Visible);
        return blocks.Gather(mixed);
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

    private static long[] Extents(ModelConfig config, int capacity) =>
        [config.KeyValueHeads, capacity, config.HeadDim];
}
