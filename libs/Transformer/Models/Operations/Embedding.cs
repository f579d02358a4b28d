namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>Rows of the embedding table, by token.</summary>
internal static class Embedding
{
    /// <summary>Looks tokens up.</summary>
    /// <param name="tokens">[N] int64.</param>
    /// <param name="table">[V, C].</param>
    /// <returns>[N, C].</returns>
    public static Tensor Apply(Tensor tokens, Parameter table) => LibTorch.Function(
        [table.Value],
        context =>
        {
            context.SaveForBackward(tokens);
            return [table.Value.index_select(0, tokens)];
        },
        (context, gradients) =>
        {
            table.Gradient?.add_(SumByToken(gradients[0]!, context.Saved[0], table.Value.size(0)));
            return [null];
        })[0];

    // Deterministic on every device, unlike index_add, whose additions arrive in any order on CUDA.
    private static Tensor SumByToken(Tensor gradient, Tensor tokens, long vocabulary) => LibTorch.Call(
        "aten::embedding_dense_backward", "", gradient, tokens, vocabulary, -1L, false);
}
