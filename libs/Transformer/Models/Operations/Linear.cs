namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// x Wᵀ, with a backward that adds the weight's gradient straight into the flat buffer inside the matrix product: no
/// gradient tensor is made, and no pass adds it.
/// </summary>
internal static class Linear
{
    /// <summary>x Wᵀ.</summary>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <returns>[N, out].</returns>
    public static Tensor Apply(Tensor x, Parameter weight) => !torch.is_grad_enabled()
        ? x.mm(weight.Value.t())
        : LibTorch.Function(
        [x, weight.Value],
        context =>
        {
            context.SaveForBackward(x);
            return [x.mm(weight.Value.t())];
        },
        (context, gradients) => Backward(context, gradients[0]!, weight))[0];

    /// <summary>residual + x Wᵀ, in one product; without a graph it is added into the residual itself.</summary>
    /// <param name="residual">[N, out].</param>
    /// <param name="x">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <returns>[N, out].</returns>
    public static Tensor Add(Tensor residual, Tensor x, Parameter weight) => !torch.is_grad_enabled()
        ? residual.addmm_(x, weight.Value.t(), beta: 1, alpha: 1)
        : LibTorch.Function(
        [x, weight.Value, residual],
        context =>
        {
            context.SaveForBackward(x);
            return [residual.addmm(x, weight.Value.t(), beta: 1, alpha: 1)];
        },
        (context, gradients) => [.. Backward(context, gradients[0]!, weight), gradients[0]])[0];

    private static Tensor?[] Backward(FunctionContext context, Tensor gradient, Parameter weight)
    {
        weight.Gradient?.addmm_(gradient.t(), context.Saved[0], beta: 1, alpha: 1);
        return [context.NeedsInputGrad[0] ? gradient.mm(weight.Value) : null, null];
    }
}
