using System.Numerics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// <see cref="RmsNormKernel"/> over the query and key heads of each row of the fused projection; values are left alone.
/// </summary>
internal static unsafe class HeadNormKernel
{
    /// <summary>Forward.</summary>
    /// <param name="config">H, K, D and ε.</param>
    /// <param name="x">[N, (H + 2K) D].</param>
    /// <param name="query">[D]: weight of the query heads.</param>
    /// <param name="key">[D]: weight of the key heads.</param>
    /// <param name="y">[N, (H + 2K) D], written but for the values.</param>
    /// <param name="inverse">[N, H + K], written: one over each head's root mean square.</param>
    public static void Forward<T>(ModelConfig config, T* x, T* query, T* key, T* y, T* inverse, long rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (heads, keyHeads, dim, stride) =
            (config.Heads, config.KeyValueHeads, config.HeadDim, config.FusedAttentionSize);
        var keys = heads * dim;
        for (; rows > 0; rows--, x += stride, y += stride, inverse += heads + keyHeads)
        {
            RmsNormKernel.Forward(x, query, y, inverse, heads, dim, config.RmsNormEpsilon);
            RmsNormKernel.Forward(x + keys, key, y + keys, inverse + heads, keyHeads, dim, config.RmsNormEpsilon);
        }
    }

    /// <summary>Backward.</summary>
    /// <param name="gradient">[N, (H + 2K) D].</param>
    /// <param name="dx">[N, (H + 2K) D], written but for the values.</param>
    /// <param name="dquery">[D], added to; null where the weight is frozen.</param>
    /// <param name="dkey">[D], added to; null where the weight is frozen.</param>
    public static void Backward<T>(
        ModelConfig config, T* gradient, T* x, T* query, T* key, T* inverse, T* dx, T* dquery, T* dkey, long rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (heads, keyHeads, dim, stride) =
            (config.Heads, config.KeyValueHeads, config.HeadDim, config.FusedAttentionSize);
        var keys = heads * dim;
        for (; rows > 0; rows--, gradient += stride, x += stride, dx += stride, inverse += heads + keyHeads)
        {
            RmsNormKernel.Backward(gradient, x, query, inverse, dx, dquery, heads, dim);
            RmsNormKernel.Backward(gradient + keys, x + keys, key, inverse + heads, dx + keys, dkey, keyHeads, dim);
        }
    }
}
