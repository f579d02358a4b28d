namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>
/// Computes something without keeping what its backward pass needs: only its input is kept, and the backward pass
/// computes it again (Chen et al., arXiv:1604.06174). Time is paid for memory; values and gradients stay the same.
/// </summary>
internal static class Recomputation
{
    /// <summary>Applies <paramref name="body"/>.</summary>
    /// <param name="input">Of any shape; differentiated by.</param>
    /// <param name="body">
    /// A pure function of the input and of parameters, called once forwards and once backwards; what else it reads must
    /// live until then. Only the first of its outputs has a gradient.
    /// </param>
    /// <returns>What <paramref name="body"/> returns.</returns>
    public static Tensor[] Apply(Tensor input, Func<Tensor, Tensor[]> body)
    {
        if (!torch.is_grad_enabled())
            return body(input);
        // Frozen embeddings give an input without a gradient, and the parameters in the body may want theirs.
        Tensor[] inputs = input.requires_grad ? [input] : [input, torch.zeros([1]).requires_grad_()];
        return LibTorch.Function(
            inputs,
            context =>
            {
                context.SaveForBackward(input);
                // Without a graph a layer adds into its input, which is still needed.
                return body(input.clone());
            },
            (context, gradients) =>
            {
                var slopes = new Tensor?[inputs.Length];
                slopes[0] = Backward(context, gradients[0], body);
                return slopes;
            });
    }

    private static Tensor? Backward(FunctionContext context, Tensor? gradient, Func<Tensor, Tensor[]> body)
    {
        if (gradient is null)
            return null;
        using var recording = torch.enable_grad();
        var input = context.Saved[0].detach().requires_grad_(context.NeedsInputGrad[0]);
        var output = body(input)[0];
        if (output.requires_grad)
            torch.autograd.backward([output], [gradient]);
        return input.grad;
    }
}
