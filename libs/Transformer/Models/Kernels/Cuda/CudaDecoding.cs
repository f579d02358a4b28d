using System.Numerics;

namespace WeakToStrong.Transformer.Models.Kernels.Cuda;

/// <summary>
/// A pass of one row per slot over a cache: rows are turned and kept in one kernel, and attend by stretches of keys
/// side by side, of each slot as many as it has (Dao et al., Flash-Decoding).
/// </summary>
internal static class CudaDecoding
{
    private const int Threads = 128;

    /// <summary>Keys of a stretch: so few that one short sequence has work for many multiprocessors.</summary>
    private const int Stretch = 64;

    // The queries of one key stay in registers.
    private const int LargestGroup = 8;

    /// <summary>Whether the kernels know a cache.</summary>
    /// <param name="keys">[slots, K, T, D].</param>
    public static bool Serves(Tensor keys, AttentionShape shape)
    {
        if (!CudaKernels.Serves(keys) || keys.size(0) * keys.size(1) > CudaKernels.MostBlocksDown)
            return false;
        var width = CudaKernels.WidestAccess(keys);
        return shape.Group <= LargestGroup && shape.HeadDim % (2 * width) == 0
            && shape.HeadDim / width <= CudaKernels.Warp && BitOperations.IsPow2(shape.HeadDim / width);
    }

    /// <summary>Turns and keeps rows, and lets them attend over their slots up to and with themselves.</summary>
    /// <param name="fused">[slots, (H + 2K) D], not turned.</param>
    /// <param name="angles">[slots, D/2] cosines and sines of the rows' places.</param>
    /// <param name="places">[slots] int64: where each row stands in its slot.</param>
    /// <param name="cache">[slots, K, T, D] keys and values, written.</param>
    /// <param name="length">Above every place.</param>
    /// <returns>[slots, H · D].</returns>
    public static Tensor Extend(
        AttentionShape shape, Tensor fused, (Tensor Cosine, Tensor Sine) angles, Tensor places,
        (Tensor Keys, Tensor Values) cache, int length)
    {
        var query = torch.empty([fused.size(0), shape.OutputStride], dtype: fused.dtype, device: fused.device);
        Keep(shape, fused, angles, places, query, cache);
        return Attend(shape, query, places, cache, length);
    }

    private static void Keep(
        AttentionShape shape, Tensor fused, (Tensor Cosine, Tensor Sine) angles, Tensor places, Tensor query,
        (Tensor Keys, Tensor Values) cache)
    {
        var halves = Lanes(shape, fused) / 2;
        var heads = shape.Heads + 2 * shape.KeyValueHeads;
        Program(shape, fused).Launch(
            "keep_rows", CudaKernels.Blocks(heads * halves, fused.size(0), Threads), Threads,
            fused, angles.Cosine, angles.Sine, places, query, cache.Keys, cache.Values, shape.Heads,
            shape.KeyValueHeads, halves, cache.Keys.size(2));
    }

    private static Tensor Attend(
        AttentionShape shape, Tensor query, Tensor places, (Tensor Keys, Tensor Values) cache, int length)
    {
        var (slots, program) = (query.size(0), Program(shape, query));
        long stretches = (length + Stretch - 1) / Stretch, rows = slots * shape.Heads;
        var mixed = Empty(rows, stretches, shape.HeadDim);
        var weights = Empty(rows, stretches, 2);
        long window = shape.Window ?? 0;
        program.Launch(
            "attend_stretches", (stretches, slots * shape.KeyValueHeads), Threads,
            query, cache.Keys, cache.Values, places, mixed, weights, shape.KeyValueHeads, cache.Keys.size(2), window,
            1 / Math.Sqrt(shape.HeadDim));
        var y = torch.empty_like(query);
        program.Launch(
            "join_stretches", (rows, 1), Lanes(shape, query),
            mixed, weights, places, y, shape.Heads, window, stretches);
        return y;

        Tensor Empty(params long[] extents) =>
            torch.empty(extents, dtype: CudaKernels.Wide(query), device: query.device);
    }

    // Threads that share a head.
    private static int Lanes(AttentionShape shape, Tensor tensor) =>
        shape.HeadDim / CudaKernels.WidestAccess(tensor);

    private static DeviceProgram Program(AttentionShape shape, Tensor tensor) => CudaKernels.Program(
        new KernelVariant("Decoding", tensor, CudaKernels.WidestAccess(tensor), Threads) with
        {
            Lanes = Lanes(shape, tensor),
            Group = shape.Group,
            Stretch = Stretch
        });
}
