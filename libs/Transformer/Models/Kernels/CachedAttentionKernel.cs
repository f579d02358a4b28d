using System.Numerics;
using System.Runtime.Intrinsics;

namespace WeakToStrong.Transformer.Models.Kernels;

/// <summary>
/// Attention of new tokens over cached keys, [slots, K, D, T], and values, [slots, K, T, D], T and the values' D padded
/// to whole vectors, each row with a length of its own. Which slot a row uses is given, so rows leave a batch without
/// moving the cache.
/// </summary>
internal static unsafe class CachedAttentionKernel
{
    /// <summary>Writes rows' keys, rotated, and values into the cache.</summary>
    /// <param name="fused">[N, (H + 2K) D], not rotated.</param>
    /// <param name="cosine">[N, D/2].</param>
    /// <param name="sine">[N, D/2].</param>
    /// <param name="slots">[N] Slot of each row.</param>
    /// <param name="positions">[N] Place of each row in its sequence.</param>
    /// <param name="capacity">T.</param>
    public static void Store<T>(
        AttentionShape shape, T* fused, T* cosine, T* sine, T* keys, T* values, int[] slots, int[] positions,
        int capacity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded, half) = (shape.HeadDim, shape.PaddedDim<T>(), shape.HeadDim / 2);
        var key = stackalloc T[dim];
        for (var row = 0; row < slots.Length; row++, fused += shape.InputStride, cosine += half, sine += half)
        {
            for (var head = 0; head < shape.KeyValueHeads; head++)
            {
                var slot = (long)slots[row] * shape.KeyValueHeads + head;
                AttentionHead.Rotate(fused + shape.KeyOffset(head), 0, key, 0, cosine, sine, 1, dim, 1, 1);
                SmallMatrix.Transpose(key, dim, keys + slot * dim * capacity + positions[row], capacity, 1, dim);
                AttentionHead.Copy(
                    fused + shape.ValueOffset(head), 0, values + (slot * capacity + positions[row]) * padded, 0, 1,
                    dim);
            }
        }
    }

    /// <summary>
    /// Mixes the cached values of each row's slot up to and with its own position, within the window. Four queries of
    /// one key head are computed at once, which changes none of them.
    /// </summary>
    /// <param name="runs">All rows.</param>
    /// <param name="output">[N, H · D], written.</param>
    public static void Attend<T>(
        AttentionShape shape, T* fused, T* cosine, T* sine, T* keys, T* values, IReadOnlyList<SlotRun> runs,
        int[] positions, int capacity, T* output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // As if every row read as much as the longest: enough to know whether it is worth a thread.
        var work = 2.0 * shape.OutputStride * positions.Length * (positions.Max() + 1);
        WorkShares.Run((long)runs.Count * shape.KeyValueHeads, work, (from, to) =>
        {
            var padded = shape.PaddedDim<T>();
            using var scratch = new Scratch<T>(SmallMatrix.Block * (2L * padded + capacity));
            var pass = new Pass<T>
            {
                Shape = shape,
                Fused = fused,
                Cosine = cosine,
                Sine = sine,
                Keys = keys,
                Values = values,
                Positions = positions,
                Capacity = capacity,
                Padded = padded,
                Output = output,
                Queries = scratch.Take(SmallMatrix.Block * padded),
                Scores = scratch.Take(SmallMatrix.Block * capacity),
                Mixed = scratch.Take(SmallMatrix.Block * padded),
            };
            for (var part = from; part < to; part++)
            {
                var (run, head) = (runs[(int)(part / shape.KeyValueHeads)], (int)(part % shape.KeyValueHeads));
                AttendOver(
                    pass, (long)run.Slot * shape.KeyValueHeads + head, head, run.First * shape.Group,
                    run.End * shape.Group);
            }
        });
    }

    // The queries of one slot's rows that share a key head, by number: query q is head q % G of row q / G.
    private static void AttendOver<T>(in Pass<T> pass, long slot, int head, int from, int to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (dim, padded, columns) = (pass.Shape.HeadDim, pass.Padded, pass.Capacity);
        for (var first = from; first < to; first += SmallMatrix.Block)
        {
            var count = Math.Min(SmallMatrix.Block, to - first);
            // In whole vectors, so that each place is added up in the same lane whatever the block begins with.
            var skipped = pass.Outside(first) / Vector512<T>.Count * Vector512<T>.Count;
            var length = pass.Position(first + count - 1) + 1 - skipped;
            Rotate(pass, head, first, count);
            SmallMatrix.MultiplyBlock(
                pass.Queries, padded, 1, pass.Keys + slot * dim * columns + skipped, columns, pass.Scores, columns,
                Lanes.RoundUp<T>(length), 0, dim, false);
            for (var query = 0; query < count; query++)
                Normalise(pass, pass.Scores + query * columns, first + query, skipped, length);
            SmallMatrix.MultiplyBlock(
                pass.Scores, columns, 1, pass.Values + (slot * columns + skipped) * padded, padded, pass.Mixed, padded,
                padded, 0, length, false);
            for (var query = 0; query < count; query++)
                AttentionHead.Copy(
                    pass.Mixed + query * padded, 0, pass.OutputOf(head, first + query), 0, 1, dim);
        }
    }

    private static void Rotate<T>(in Pass<T> pass, int head, int first, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var dim = pass.Shape.HeadDim;
        for (var query = 0; query < count; query++)
        {
            var angles = (long)pass.RowOf(first + query) * (dim / 2);
            AttentionHead.Rotate(
                pass.QueryOf(head, first + query), 0, pass.Queries + query * pass.Padded, 0, pass.Cosine + angles,
                pass.Sine + angles, 1, dim, 1 / Math.Sqrt(dim), 1);
        }
    }

    private static void Normalise<T>(in Pass<T> pass, T* scores, int query, int skipped, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        new Span<T>(scores, pass.Outside(query) - skipped).Fill(T.NegativeInfinity);
        AttentionHead.Normalise(scores, pass.Position(query) + 1 - skipped, Lanes.RoundUp<T>(length));
    }

    private readonly struct Pass<T> where T : unmanaged
    {
        public required AttentionShape Shape { get; init; }

        public required T* Fused { get; init; }

        public required T* Cosine { get; init; }

        public required T* Sine { get; init; }

        public required T* Keys { get; init; }

        public required T* Values { get; init; }

        public required int[] Positions { get; init; }

        /// <summary>T.</summary>
        public required int Capacity { get; init; }

        /// <summary>D in whole vectors.</summary>
        public required int Padded { get; init; }

        public required T* Output { get; init; }

        /// <summary>[4, padded D]: queries of a block, rotated and scaled.</summary>
        public required T* Queries { get; init; }

        /// <summary>[4, T].</summary>
        public required T* Scores { get; init; }

        /// <summary>[4, padded D].</summary>
        public required T* Mixed { get; init; }

        public int RowOf(int query) => query / Shape.Group;

        public int Position(int query) => Positions[RowOf(query)];

        public int Outside(int query) => Shape.OutsideWindow(Position(query));

        public T* QueryOf(int head, int query) => Fused + (long)RowOf(query) * Shape.InputStride + Place(head, query);

        public T* OutputOf(int head, int query) =>
            Output + (long)RowOf(query) * Shape.OutputStride + Place(head, query);

        private int Place(int head, int query) => (head * Shape.Group + query % Shape.Group) * Shape.HeadDim;
    }
}
