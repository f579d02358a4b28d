using WeakToStrong.Transformer.Adapters;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>One linear layer of a decoder: x Wᵀ + b, of one matrix or of several that lie side by side.</summary>
internal sealed class LinearLayer(Parameter weight, Parameter? bias = null)
{
    /// <summary>What is added to its output; null: nothing.</summary>
    public LinearAdapter? Adapter { get; set; }

    /// <summary>x Wᵀ + b.</summary>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor Apply(Tensor x) => Adapted(Linear.Apply(x, weight, bias), x);

    /// <summary>residual + x Wᵀ + b; without a graph the residual itself is written to.</summary>
    /// <param name="residual">[N, out].</param>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor AddTo(Tensor residual, Tensor x) => Adapted(Linear.Add(residual, x, weight, bias), x);

    private Tensor Adapted(Tensor y, Tensor x) => Adapter is { IsOn: true } adapter ? adapter.AddTo(y, x) : y;
}
