namespace WeakToStrong.Transformer.Models.Kernels.Cuda;

/// <summary>The rotary embedding of heads, wherever they lie.</summary>
internal static class CudaRotary
{
    private const int Forwards = 1;
    private const int Backwards = -1;
    private const int Copy = 0;

    /// <summary>Whether the kernel can turn heads: while no graph is recorded, as it has no gradient.</summary>
    /// <param name="heads">[N, *, D].</param>
    /// <param name="cosine">[N, 1, D/2]; the sine alike.</param>
    public static bool Serves(Tensor heads, Tensor cosine, Tensor sine) =>
        CudaKernels.Serves(heads) && !torch.is_grad_enabled() && heads.Dimensions == 3
        && IsOfRows(cosine, heads) && IsOfRows(sine, heads);

    /// <summary>Turns each head by its row's angles.</summary>
    /// <param name="heads">[N, *, D].</param>
    /// <param name="cosine">[N, 1, D/2]; the sine alike.</param>
    /// <returns>[N, *, D].</returns>
    public static Tensor Turn(Tensor heads, Tensor cosine, Tensor sine)
    {
        var turned = torch.empty(heads.shape, dtype: heads.dtype, device: heads.device);
        Launch(heads, turned, cosine, sine, Forwards);
        return turned;
    }

    /// <summary>The gradient of a fused projection: of queries and keys, turned back, and of values.</summary>
    /// <param name="query">[N, H, D].</param>
    /// <param name="key">[N, K, D].</param>
    /// <param name="value">[N, K, D].</param>
    /// <returns>[N, H + 2K, D].</returns>
    public static Tensor TurnBack(Tensor query, Tensor key, Tensor value, Tensor cosine, Tensor sine)
    {
        var (heads, kinds) = (query.size(1), key.size(1));
        var slopes = torch.empty(
            [query.size(0), heads + 2 * kinds, query.size(2)], dtype: query.dtype, device: query.device);
        Launch(query, slopes.narrow(1, 0, heads), cosine, sine, Backwards);
        Launch(key, slopes.narrow(1, heads, kinds), cosine, sine, Backwards);
        Launch(value, slopes.narrow(1, heads + kinds, kinds), cosine, sine, Copy);
        return slopes;
    }

    private static bool IsOfRows(Tensor angles, Tensor heads) =>
        angles.dtype == heads.dtype && angles.is_contiguous()
        && angles.shape.SequenceEqual([heads.size(0), 1, heads.size(2) / 2]);

    private static void Launch(Tensor from, Tensor to, Tensor cosine, Tensor sine, int sign)
    {
        if (from.stride(2) != 1)
            from = from.contiguous();
        var (rows, heads, half) = (from.size(0), from.size(1), from.size(2) / 2);
        var (fromRow, fromHead, toRow, toHead) = (from.stride(0), from.stride(1), to.stride(0), to.stride(1));
        var width = CudaKernels.AccessWidth(half | fromRow | fromHead | toRow | toHead, from, to, cosine, sine);
        CudaKernels.Program(new KernelVariant("Rotary", from, width)).Launch(
            "turn_heads", CudaKernels.Blocks(heads * half / width, rows), CudaKernels.Threads,
            from, to, cosine, sine, rows, heads, half / width, fromRow, fromHead, toRow, toHead, sign);
    }
}
