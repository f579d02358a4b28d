namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// Sums of a row up to and with each element. CUDA's own operator is not deterministic and refuses to run where
/// determinism is asked for; there it is made of matrix products, whose order of additions is fixed.
/// </summary>
internal static class CumulativeSum
{
    private const int Block = 256;

    /// <summary>Running sums of each row.</summary>
    /// <param name="values">[B, V].</param>
    /// <returns>[B, V].</returns>
    public static Tensor Of(Tensor values) => values.is_cpu() ? values.cumsum(-1) : ByProducts(values);

    /// <summary>The same for any device: sums within blocks, and in front of each the running sum of blocks.</summary>
    internal static Tensor ByProducts(Tensor values)
    {
        var (rows, width) = (values.size(0), values.size(1));
        var blocks = (width + Block - 1) / Block;
        var padded = torch.zeros([rows, blocks * Block], dtype: values.dtype, device: values.device);
        padded.narrow(1, 0, width).copy_(values);
        var upTo = torch.ones([Block, Block], dtype: values.dtype, device: values.device).triu();
        var within = padded.view(-1, Block).mm(upTo).view(rows, blocks, Block); // [B, V / block, block]
        if (blocks == 1)
            return within.view(rows, Block).narrow(1, 0, width);
        var totals = within.narrow(2, Block - 1, 1).squeeze(2); // [B, V / block]
        var ahead = ByProducts(totals) - totals;
        return (within + ahead.unsqueeze(2)).view(rows, -1).narrow(1, 0, width);
    }
}
