using System.Numerics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// Rotary causal attention over packed samples of any lengths: no padding, no mask, and half the products, since only
/// the lower triangle is computed. Scores are kept for one head of one sample at a time.
/// </summary>
internal static unsafe class AttentionForward
{
    /// <summary>Runs the pass.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="input">[N, (H + 2K) D]: queries, keys and values before rotation.</param>
    /// <param name="cosine">[N, D/2].</param>
    /// <param name="sine">[N, D/2].</param>
    /// <param name="output">[N, H · D], written.</param>
    /// <param name="normaliser">[N, H], written: log Σ exp of the scaled scores.</param>
    public static void Run<T>(AttentionShape shape, T* input, T* cosine, T* sine, T* output, T* normaliser)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, length) = (shape.PaddedDim<T>(), AttentionShape.PaddedLength<T>(shape.MaximumLength));
        using var scratch = new Scratch<T>(5L * length * dim + (long)SmallMatrix.Block * (length + 1));
        var work = new Work<T>
        {
            Query = scratch.Take(length * dim),
            Key = scratch.Take(length * dim),
            KeyTransposed = scratch.Take(length * dim),
            Value = scratch.Take(length * dim),
            Mixed = scratch.Take(length * dim),
            Scores = scratch.Take(SmallMatrix.Block * length),
            Normaliser = scratch.Take(SmallMatrix.Block)
        };
        for (var sample = 0; sample < shape.Lengths.Length; sample++)
        {
            var start = shape.RowStart[sample];
            var half = start * (shape.HeadDim / 2);
            RunSample(shape, (int)shape.Lengths[sample], input + start * shape.InputStride, cosine + half, sine + half,
                output + start * shape.OutputStride, normaliser + start * shape.Heads, work);
        }
    }

    private static void RunSample<T>(
        AttentionShape shape, int length, T* input, T* cosine, T* sine, T* output, T* normaliser, in Work<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded, row) = (shape.HeadDim, shape.PaddedDim<T>(), shape.InputStride);
        var columns = AttentionShape.PaddedLength<T>(length);
        for (var head = 0; head < shape.Heads; head++)
        {
            if (head % shape.Group == 0)
            {
                var shared = head / shape.Group;
                AttentionHead.Rotate(
                    input + shape.KeyOffset(shared), row, work.Key, padded, cosine, sine, length, dim, 1, 1);
                SmallMatrix.Transpose(work.Key, padded, work.KeyTransposed, columns, length, dim);
                AttentionHead.Copy(input + shape.ValueOffset(shared), row, work.Value, padded, length, dim);
            }
            AttentionHead.Rotate(
                input + head * dim, row, work.Query, padded, cosine, sine, length, dim, 1 / Math.Sqrt(dim), 1);
            RunHead(shape, length, columns, normaliser + head, work);
            AttentionHead.Copy(work.Mixed, padded, output + head * dim, shape.OutputStride, length, dim);
        }
    }

    private static void RunHead<T>(AttentionShape shape, int length, int columns, T* normaliser, in Work<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded) = (shape.HeadDim, shape.PaddedDim<T>());
        for (var i = 0; i < length; i += SmallMatrix.Block)
        {
            var end = i + SmallMatrix.Block;
            SmallMatrix.MultiplyBlock(
                work.Query + i * padded, padded, 1, work.KeyTransposed, columns, work.Scores, columns, end, 0, dim,
                false);
            AttentionHead.Exponentiate(shape, work.Scores, columns, i, work.Normaliser, known: false);
            SmallMatrix.MultiplyBlock(
                work.Scores, columns, 1, work.Value, padded, work.Mixed + i * padded, padded, padded, 0,
                Math.Min(end, length), false);
            for (var j = 0; j < Math.Min(SmallMatrix.Block, length - i); j++)
                normaliser[(long)(i + j) * shape.Heads] = work.Normaliser[j];
        }
    }

    private readonly struct Work<T> where T : unmanaged
    {
        public required T* Query { get; init; }

        public required T* Key { get; init; }

        public required T* KeyTransposed { get; init; }

        public required T* Value { get; init; }

        public required T* Mixed { get; init; }

        public required T* Scores { get; init; }

        public required T* Normaliser { get; init; }
    }
}
