using WeakToStrong.Transformer.Adapters;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>One linear layer of a decoder: x Wᵀ, of one matrix or of several that lie side by side.</summary>
internal sealed class LinearLayer(Parameter weight)
{
    /// <summary>What is added to its output; null: nothing.</summary>
    public LinearAdapter? Adapter { get; set; }

    /// <summary>x Wᵀ.</summary>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor Apply(Tensor x) => Adapted(Linear.Apply(x, weight), x);

    /// <summary>residual + x Wᵀ; without a graph the residual itself is written to.</summary>
    /// <param name="residual">[N, out].</param>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor AddTo(Tensor residual, Tensor x) => Adapted(Linear.Add(residual, x, weight), x);

    private Tensor Adapted(Tensor y, Tensor x) => Adapter is { IsOn: true } adapter ? adapter.AddTo(y, x) : y;
}
