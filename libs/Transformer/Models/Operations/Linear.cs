namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// x Wᵀ + b, with a backward that adds the weight's gradient straight into the flat buffer inside the matrix product:
/// no gradient tensor is made, and no pass adds it. Without one it is <see cref="MatrixProduct"/>'s.
/// </summary>
internal static class Linear
{
    /// <summary>x Wᵀ + b.</summary>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="bias">[out], or null for none.</param>
    /// <returns>[N, out].</returns>
    public static Tensor Apply(Tensor x, Parameter weight, Parameter? bias = null)
    {
        return !torch.is_grad_enabled()
            ? Product()
            : LibTorch.Function(
            [x, weight.Value, .. Values(bias)],
            context =>
            {
                context.SaveForBackward(x);
                return [Product()];
            },
            (context, gradients) => [.. Backward(context, gradients[0]!, weight, bias)])[0];

        Tensor Product() => bias is null || MatrixProduct.IsRowByRow(x, weight.Value)
            ? WithBias(MatrixProduct.Of(x, weight.Value), bias)
            : bias.Value.addmm(x, weight.Value.t(), beta: 1, alpha: 1);
    }

    /// <summary>residual + x Wᵀ + b, in one product; without a graph it is added into the residual itself.</summary>
    /// <param name="residual">[N, out].</param>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="bias">[out], or null for none.</param>
    /// <returns>[N, out].</returns>
    public static Tensor Add(Tensor residual, Tensor x, Parameter weight, Parameter? bias = null)
    {
        return !torch.is_grad_enabled()
            ? WithBias(MatrixProduct.AddTo(residual, x, weight.Value), bias)
            : LibTorch.Function(
            [x, weight.Value, .. Values(bias), residual],
            context =>
            {
                context.SaveForBackward(x);
                return [WithBias(residual.addmm(x, weight.Value.t(), beta: 1, alpha: 1), bias)];
            },
            (context, gradients) => [.. Backward(context, gradients[0]!, weight, bias), gradients[0]])[0];
    }

    private static Tensor WithBias(Tensor sum, Parameter? bias) => bias is null ? sum : sum.add_(bias.Value);

    private static IEnumerable<Tensor> Values(Parameter? bias) => bias is null ? [] : [bias.Value];

    // Of x, the weight and the bias; the parameters' gradients are in the flat buffer by then.
    private static IEnumerable<Tensor?> Backward(
        FunctionContext context, Tensor gradient, Parameter weight, Parameter? bias)
    {
        weight.Gradient?.addmm_(gradient.t(), context.Saved[0], beta: 1, alpha: 1);
        bias?.Gradient?.add_(gradient.sum(dim: 0));
        var slopes = context.NeedsInputGrad[0] ? gradient.mm(weight.Value) : null;
        return bias is null ? [slopes, null] : [slopes, null, null];
    }
}
