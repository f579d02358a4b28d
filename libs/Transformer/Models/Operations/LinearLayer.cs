namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>One linear layer of a decoder: x Wᵀ + b, of one matrix or of several that lie side by side.</summary>
internal sealed class LinearLayer(Parameter weight, Parameter? bias = null)
{
    /// <summary>x Wᵀ + b.</summary>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor Apply(Tensor x) => Linear.Apply(x, weight, bias);

    /// <summary>residual + x Wᵀ + b; without a graph the residual itself is written to.</summary>
    /// <param name="residual">[N, out].</param>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor AddTo(Tensor residual, Tensor x) => Linear.Add(residual, x, weight, bias);
}
