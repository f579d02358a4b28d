using WeakToStrong.Transformer.Models.Kernels.Cuda;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// Attention in operators, for any device and type: rows are padded to [B, T], where causality alone keeps the padding
/// on the right away from the tokens, so there is no key mask.
/// </summary>
internal static class ComposedAttention
{
    private const string FusedOperator = "aten::scaled_dot_product_attention";

    private static readonly Lazy<bool> HasFusedOperator = new(() => LibTorch.SchemaExists(FusedOperator, ""));

    /// <summary>As <see cref="CausalAttention.Apply"/>.</summary>
    public static Tensor Apply(Tensor fused, AttentionContext context)
    {
        var (shape, batch) = (context.Shape, context.Batch);
        Tensor[] parts = [.. Split(Padded(fused, batch), context).Select(rows => BySample(rows, batch))];
        var (query, key, value) = (parts[0], parts[1], parts[2]); // [B, H, T, D], [B, K, T, D]
        if (shape.Group > 1)
            (key, value) = (Repeat(key, shape.Group), Repeat(value, shape.Group));
        // A window that no sample is longer than hides nothing.
        var window = shape.Window < batch.MaximumLength ? shape.Window : null;
        // [B, H, T, D]
        var mixed = HasFusedOperator.Value && window is null
            ? LibTorch.Call(FusedOperator, "", query, key, value, Argument.None, 0.0, true)
            : Mix(query, key, value, Mask(Causal(batch.MaximumLength, window, query.device), query.dtype));
        var places = mixed.transpose(1, 2).reshape(-1, shape.OutputStride); // [B · T, H · D]
        return batch.IsRectangular ? places : RowSelection.Apply(places, batch.PackedToPadded);
    }

    /// <summary>Turns each head's halves by the rows' angles.</summary>
    /// <param name="heads">[*, D].</param>
    /// <param name="cosine">Broadcastable to [*, D/2].</param>
    public static Tensor Rotate(Tensor heads, Tensor cosine, Tensor sine)
    {
        if (CudaRotary.Serves(heads, cosine, sine))
            return CudaRotary.Turn(heads, cosine, sine);
        var half = heads.size(-1) / 2;
        var (first, second) = (heads.narrow(-1, 0, half), heads.narrow(-1, half, half));
        return torch.cat([first * cosine - second * sine, second * cosine + first * sine], dim: -1);
    }

    // Rotated queries and keys, [B · T, H, D] and [B · T, K, D], and values. Turned back, their gradients are one
    // matrix again: autograd would add up three, each the size of all and mostly zeros.
    private static Tensor[] Split(Tensor places, AttentionContext attention)
    {
        var (queries, kinds) = (attention.Shape.Heads, attention.Shape.KeyValueHeads);
        var heads = places.view(-1, queries + 2 * kinds, attention.Shape.HeadDim);
        var cosine = InPlaces(attention.Cosine, attention.Batch).unsqueeze(1); // [B · T, 1, D/2]
        var sine = InPlaces(attention.Sine, attention.Batch).unsqueeze(1);
        return LibTorch.Function(
            [heads],
            context =>
            {
                context.SaveForBackward(cosine, sine);
                var turned = Rotate(heads.narrow(1, 0, queries + kinds), cosine, sine);
                return
                [
                    turned.narrow(1, 0, queries), turned.narrow(1, queries, kinds),
                    heads.narrow(1, queries + kinds, kinds)
                ];
            },
            (context, gradients) =>
                [TurnedBack(gradients[0]!, gradients[1]!, gradients[2]!, context.Saved[0], context.Saved[1])]);
    }

    // [B · T, H + 2K, D] of the gradients of its parts.
    private static Tensor TurnedBack(Tensor query, Tensor key, Tensor value, Tensor cosine, Tensor sine) =>
        CudaRotary.Serves(query, cosine, sine)
            ? CudaRotary.TurnBack(query, key, value, cosine, sine)
            : torch.cat([Rotate(torch.cat([query, key], dim: 1), cosine, -sine), value], dim: 1);

    /// <summary>softmax(Q Kᵀ / √D + mask) V.</summary>
    /// <param name="query">[B, H, R, D].</param>
    /// <param name="key">[B, H, T, D]; value alike.</param>
    /// <param name="mask">[R, T], or broadcastable to [B, H, R, T]: see <see cref="Mask"/>.</param>
    /// <returns>[B, H, R, D].</returns>
    public static Tensor Mix(Tensor query, Tensor key, Tensor value, Tensor mask) => HasFusedOperator.Value
        ? LibTorch.Call(FusedOperator, "", query, key, value, mask, 0.0, false)
        : query.matmul(key.transpose(2, 3)).mul(1 / Math.Sqrt(query.size(3))) // [B, H, R, T]
            .add(mask).softmax(-1).matmul(value);

    /// <summary>What is added to scores: 0 where a row attends, −∞ where it does not.</summary>
    /// <param name="visible">[*] bool.</param>
    /// <param name="type">Of the queries.</param>
    /// <returns>[*].</returns>
    public static Tensor Mask(Tensor visible, ScalarType type) => torch
        .zeros(visible.shape, dtype: type, device: visible.device)
        .masked_fill_(visible.logical_not(), double.NegativeInfinity);

    /// <summary>What each row of a sample attends to.</summary>
    /// <param name="window">Tokens that a token attends to, itself included; null: all before it.</param>
    /// <returns>[T, T] bool.</returns>
    internal static Tensor Causal(long length, int? window, Device device)
    {
        var all = torch.ones([length, length], dtype: ScalarType.Bool, device: device);
        var visible = all.tril(0);
        return window is { } tokens ? visible.logical_and(all.triu(1 - tokens)) : visible;
    }

    // [B, K, T, D] to [B, K · times, T, D]
    private static Tensor Repeat(Tensor heads, int times) =>
        heads.unsqueeze(2).expand(-1, -1, times, -1, -1).flatten(1, 2);

    // Rows in their places, [B · T, *]. No gradient comes out of a place without a row: nothing that it gives is used.
    private static Tensor Padded(Tensor rows, TokenBatch batch) => batch.IsRectangular ? rows : LibTorch.Function(
        [rows],
        context =>
        {
            context.SaveForBackward(batch.PackedToPadded);
            return [InPlaces(rows, batch)];
        },
        (context, gradients) => [gradients[0]!.index_select(0, context.Saved[0])])[0];

    private static Tensor InPlaces(Tensor rows, TokenBatch batch) =>
        batch.IsRectangular ? rows : rows.index_select(0, batch.PaddedToPacked);

    // [B · T, heads, D] to [B, heads, T, D]
    private static Tensor BySample(Tensor places, TokenBatch batch) => places
        .view(batch.SampleCount, batch.MaximumLength, places.size(1), places.size(2)).transpose(1, 2);
}
