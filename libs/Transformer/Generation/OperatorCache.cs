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
        Put(layer, Rotated(heads.narrow(1, Shape.Heads, Shape.KeyValueHeads), rows), heads, rows);
    }

    /// <inheritdoc/>
    public override Tensor Attend(int layer, Tensor fused, CacheRows rows) =>
        Mix(layer, Rotated(Heads(fused).narrow(1, 0, Shape.Heads), rows), rows);

    /// <inheritdoc/>
    public override Tensor Extend(int layer, Tensor fused, CacheRows rows)
    {
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
            blocks.Spread(query), blocks.Of(Keys(layer)), blocks.Of(Values(layer)), blocks.Visible));
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

    private static long[] Extents(ModelConfig config, int capacity) =>
        [config.KeyValueHeads, capacity, config.HeadDim];
}
