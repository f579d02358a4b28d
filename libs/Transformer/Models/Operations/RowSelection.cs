namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>Some rows of a matrix, each at most once.</summary>
internal static class RowSelection
{
    /// <summary>Takes rows.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="rows">[M] int64, all different; null: all.</param>
    /// <returns>[M, C].</returns>
    public static Tensor Apply(Tensor x, Tensor? rows)
    {
        if (rows is null)
            return x;
        var height = x.size(0);
        return LibTorch.Function(
            [x],
            context =>
            {
                context.SaveForBackward(rows);
                return [x.index_select(0, rows)];
            },
            (context, gradients) =>
            {
                var gradient = gradients[0]!;
                var spread = torch.zeros([height, gradient.size(1)], dtype: gradient.dtype, device: gradient.device);
                return [Put(spread, context.Saved[0], gradient)];
            })[0];
    }

    /// <summary>
    /// Writes rows into some of a matrix. No order of writing can matter, since no two go to one place.
    /// </summary>
    /// <param name="target">[N, C], written.</param>
    /// <param name="rows">[M] int64, all different.</param>
    /// <param name="source">[M, C].</param>
    /// <returns>The target.</returns>
    public static Tensor Put(Tensor target, Tensor rows, Tensor source)
    {
        if (!target.is_cuda || !LibTorch.Deterministic)
            return target.index_copy_(0, rows, source);
        // CUDA's deterministic operator would sort the places first.
        LibTorch.Deterministic = false;
        try
        {
            return target.index_copy_(0, rows, source);
        }
        finally
        {
            LibTorch.Deterministic = true;
        }
    }
}
