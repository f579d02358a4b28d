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
                return [spread.index_copy_(0, context.Saved[0], gradient)];
            })[0];
    }
}
