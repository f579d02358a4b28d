using System.Numerics;

namespace WeakToStrong.Transformer.Models.Kernels.Cuda;

/// <summary>
/// A pass of R rows of every slot over a cache: rows are turned and kept in one kernel, and attend by stretches of keys
/// side by side, of each slot as many as it has (Dao et al., Flash-Decoding).
/// </summary>
internal static class CudaDecoding
{
    private const int Threads = 128;

    /// <summary>Keys of a stretch at least: so few that one short sequence has work for many multiprocessors.</summary>
    private const int ShortestStretch = 64;

    /// <summary>Above so many blocks, stretches are longer: a device is busy, and there is less to join.</summary>
    private const int ManyBlocks = 4096;

    // The queries of one key that stay in registers, of as many rows as there is room for.
    private const int MostQueries = 8;

    /// <summary>Whether the kernels know a cache.</summary>
    /// <param name="keys">[slots, K, T, D].</param>
    /// <param name="height">R, a power of two.</param>
    public static bool Serves(Tensor keys, int height, AttentionShape shape)
    {
        if (!CudaKernels.Serves(keys) || keys.size(0) * height * shape.KeyValueHeads > CudaKernels.MostBlocksDown)
            return false;
        var width = CudaKernels.WidestAccess(keys);
        return shape.Group <= MostQueries && shape.HeadDim % (2 * width) == 0
            && shape.HeadDim / width <= CudaKernels.Warp && BitOperations.IsPow2(shape.HeadDim / width);
    }

    /// <summary>Turns and keeps rows, and lets them attend over their slots up to and with themselves.</summary>
    /// <param name="fused">[S · R, (H + 2K) D], not turned.</param>
    /// <param name="rows">Which they are.</param>
    /// <param name="cache">[S, K, T, D] keys and values, written.</param>
    /// <returns>[S · R, H · D].</returns>
    public static Tensor Extend(
        AttentionShape shape, Tensor fused, SlotRows rows, (Tensor Keys, Tensor Values) cache)
    {
        var query = torch.empty([fused.size(0), shape.OutputStride], dtype: fused.dtype, device: fused.device);
        Keep(shape, fused, rows, query, cache);
        return Attend(shape, query, rows, cache);
    }

    private static void Keep(
        AttentionShape shape, Tensor fused, SlotRows rows, Tensor query, (Tensor Keys, Tensor Values) cache)
    {
        var halves = Lanes(shape, fused) / 2;
        var heads = shape.Heads + 2 * shape.KeyValueHeads;
        Program(shape, fused, rows).Launch(
            "keep_rows", CudaKernels.Blocks(heads * halves, fused.size(0), Threads), Threads,
            fused, rows.Cosine, rows.Sine, rows.Targets, query, cache.Keys, cache.Values, shape.Heads,
            shape.KeyValueHeads, halves, rows.Height, cache.Keys.size(2));
    }

    private static Tensor Attend(
        AttentionShape shape, Tensor query, SlotRows rows, (Tensor Keys, Tensor Values) cache)
    {
        var (program, together) = (Program(shape, query, rows), RowsTogether(shape, rows));
        var blocks = query.size(0) / together * shape.KeyValueHeads;
        var stretch = ShortestStretch;
        while (stretch < rows.Length && blocks * rows.Length / stretch > ManyBlocks)
            stretch *= 2;
        long stretches = (rows.Length + stretch - 1) / stretch, heads = query.size(0) * shape.Heads;
        var mixed = Empty(heads, stretches, shape.HeadDim);
        var weights = Empty(heads, stretches, 2);
        long window = shape.Window ?? 0;
        program.Launch(
            "attend_stretches", (stretches, blocks), Threads,
            query, cache.Keys, cache.Values, rows.Places, mixed, weights, shape.KeyValueHeads,
            rows.Height / together, stretch, cache.Keys.size(2), window, 1 / Math.Sqrt(shape.HeadDim));
        var y = torch.empty_like(query);
        program.Launch(
            "join_stretches", (heads, 1), Lanes(shape, query),
            mixed, weights, rows.Places, y, shape.Heads, stretch, window, stretches);
        return y;

        Tensor Empty(params long[] extents) =>
            torch.empty(extents, dtype: CudaKernels.Wide(query), device: query.device);
    }

    // Threads that share a head.
    private static int Lanes(AttentionShape shape, Tensor tensor) =>
        shape.HeadDim / CudaKernels.WidestAccess(tensor);

    // Of one slot, in a block.
    private static int RowsTogether(AttentionShape shape, SlotRows rows) =>
        Math.Min(rows.Height, 1 << BitOperations.Log2((uint)(MostQueries / shape.Group)));

    private static DeviceProgram Program(AttentionShape shape, Tensor tensor, SlotRows rows) => CudaKernels.Program(
        new KernelVariant("Decoding", tensor, CudaKernels.WidestAccess(tensor), Threads) with
        {
            Lanes = Lanes(shape, tensor),
            Group = shape.Group,
            Rows = RowsTogether(shape, rows)
        });
}
