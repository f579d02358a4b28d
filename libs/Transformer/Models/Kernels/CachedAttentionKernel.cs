using System.Numerics;
using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// Attention of single new tokens over cached keys and values, each row with a length of its own. A cache is
/// [slots, K, capacity, D], D padded with zeros to whole vectors; which slot a row uses is given, so rows leave a batch
/// without moving the cache.
/// </summary>
internal static unsafe class CachedAttentionKernel
{
    /// <summary>Writes rows' keys, rotated, and values into the cache.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="cosine">[N, D/2].</param>
    /// <param name="sine">[N, D/2].</param>
    /// <param name="slots">[N] Slot of each row.</param>
    /// <param name="positions">[N] Place of each row in its sequence.</param>
    public static void Store<T>(
        AttentionShape shape, T* fused, T* cosine, T* sine, T* keys, T* values, int[] slots, int[] positions,
        int capacity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded, half) = (shape.HeadDim, shape.PaddedDim<T>(), shape.HeadDim / 2);
        for (var row = 0; row < slots.Length; row++, fused += shape.InputStride, cosine += half, sine += half)
        {
            for (var head = 0; head < shape.KeyValueHeads; head++)
            {
                var place = (((long)slots[row] * shape.KeyValueHeads + head) * capacity + positions[row]) * padded;
                AttentionHead.Rotate(fused + shape.KeyOffset(head), 0, keys + place, 0, cosine, sine, 1, dim, 1, 1);
                AttentionHead.Copy(fused + shape.ValueOffset(head), 0, values + place, 0, 1, dim);
            }
        }
    }

    /// <summary>
    /// Mixes the cached values of each row's slot up to and with its own position, within the window.
    /// </summary>
    /// <param name="output">[N, H · D], written.</param>
    public static void Attend<T>(
        AttentionShape shape, T* fused, T* cosine, T* sine, T* keys, T* values, int[] slots, int[] positions,
        int capacity, T* output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded, half) = (shape.HeadDim, shape.PaddedDim<T>(), shape.HeadDim / 2);
        using var scratch = new Scratch<T>(padded + AttentionShape.PaddedLength<T>(capacity));
        var query = scratch.Take(padded);
        var scores = scratch.Take(AttentionShape.PaddedLength<T>(capacity));
        for (var row = 0; row < slots.Length; row++, fused += shape.InputStride, cosine += half, sine += half)
        {
            var skipped = shape.OutsideWindow(positions[row]);
            var length = positions[row] + 1 - skipped;
            for (var head = 0; head < shape.Heads; head++, output += dim)
            {
                var slot = (long)slots[row] * shape.KeyValueHeads + head / shape.Group;
                var place = (slot * capacity + skipped) * padded;
                AttentionHead.Rotate(fused + head * dim, 0, query, 0, cosine, sine, 1, dim, 1 / Math.Sqrt(dim), 1);
                Score(query, keys + place, scores, length, padded);
                Mix(scores, values + place, output, length, dim, padded);
            }
        }
    }

    // scores = softmax(K q)
    private static void Score<T>(T* query, T* keys, T* scores, int length, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var t = 0; t < length; t++, keys += width)
        {
            var sum = Vector512<T>.Zero;
            for (var i = 0; i < width; i += Vector512<T>.Count)
                sum = Lanes.MultiplyAdd(Vector512.Load(keys + i), Vector512.Load(query + i), sum);
            scores[t] = Vector512.Sum(sum);
        }
        AttentionHead.Normalise(scores, length, Lanes.RoundUp<T>(length));
    }

    // output = Vᵀ scores, a vector of the head's width at a time; even and odd places apart, to hide the add's latency.
    private static void Mix<T>(T* scores, T* values, T* output, int length, int dim, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < width; i += Vector512<T>.Count)
        {
            Vector512<T> even = Vector512<T>.Zero, odd = even;
            var column = values + i;
            var t = 0;
            for (; t < length - 1; t += 2, column += 2 * width)
            {
                even = Lanes.MultiplyAdd(Vector512.Load(column), Vector512.Create(scores[t]), even);
                odd = Lanes.MultiplyAdd(Vector512.Load(column + width), Vector512.Create(scores[t + 1]), odd);
            }
            if (t < length)
                even = Lanes.MultiplyAdd(Vector512.Load(column), Vector512.Create(scores[t]), even);
            Lanes.StorePart(even + odd, output + i, dim - i);
        }
    }
}
