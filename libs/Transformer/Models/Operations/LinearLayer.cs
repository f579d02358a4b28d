namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>One linear layer of a decoder: x Wᵀ, of one matrix or of several that lie side by side.</summary>
internal sealed class LinearLayer(Parameter weight)
{
    /// <summary>x Wᵀ.</summary>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor Apply(Tensor x) => Linear.Apply(x, weight);

    /// <summary>residual + x Wᵀ; without a graph the residual itself is written to.</summary>
    /// <param name="residual">[N, out].</param>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor AddTo(Tensor residual, Tensor x) => Linear.Add(residual, x, weight);
}
