using WeakToStrong.Transformer.Models.Kernels;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// Attention of R rows of each of S slots over the slots of a cache, in operators: the rows of a slot, and the heads of
/// a key, are one block, so that a slot is read once.
/// </summary>
internal static class SlotAttention
{
    /// <summary>What each row attends to.</summary>
    /// <param name="places">[S · R] int64: the place in its slot up to which a row does.</param>
    /// <param name="height">R.</param>
    /// <param name="length">T, above every place.</param>
    /// <param name="type">Of the queries.</param>
    /// <returns>[S, 1, G · R, T], added to scores.</returns>
    public static Tensor Mask(Tensor places, int height, int length, AttentionShape shape, ScalarType type)
    {
        var own = places.view(-1, 1, 1, height, 1);
        var all = torch.arange(length, device: places.device);
        var visible = all.le(own); // [S, 1, 1, R, T]
        if (shape.Window is { } window)
            visible = visible.logical_and(all.gt(own - window));
        return ComposedAttention.Mask(visible, type)
            .expand(-1, -1, shape.Group, -1, -1).reshape(own.size(0), 1, -1, length);
    }

    /// <summary>softmax(Q Kᵀ / √D + mask) V of every slot.</summary>
    /// <param name="query">[S · R, H, D], rotated.</param>
    /// <param name="keys">[S, K, capacity, D], rotated.</param>
    /// <param name="values">[S, K, capacity, D].</param>
    /// <param name="mask">Of <see cref="Mask"/>.</param>
    /// <param name="height">R.</param>
    /// <returns>[S · R, H · D].</returns>
    public static Tensor Mix(
        Tensor query, Tensor keys, Tensor values, Tensor mask, int height, AttentionShape shape)
    {
        var (kinds, group, dim, length) = (shape.KeyValueHeads, shape.Group, shape.HeadDim, mask.size(3));
        var blocks = query.view(-1, height, kinds, group, dim).permute(0, 2, 3, 1, 4)
            .reshape(-1, kinds, group * height, dim); // [S, K, G · R, D]
        var mixed = ComposedAttention.Mix(blocks, keys.narrow(2, 0, length), values.narrow(2, 0, length), mask);
        return mixed.view(-1, kinds, group, height, dim).permute(0, 3, 1, 2, 4).reshape(-1, shape.OutputStride);
    }
}
