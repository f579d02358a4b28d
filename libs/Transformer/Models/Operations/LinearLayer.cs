using WeakToStrong.Transformer.Adapters;

namespace WeakToStrong.Transformer.Models.Operations;

/// <summary>One linear layer of a decoder: x Wᵀ + b, of one matrix or of several that lie side by side.</summary>
/// <param name="matrices">Names of the matrices, in the order of their rows.</param>
/// <param name="weight">[out, in]: all of them.</param>
/// <param name="bias">[out], or null for none.</param>
internal sealed class LinearLayer(IReadOnlyList<string> matrices, Parameter weight, Parameter? bias)
{
    private LinearAdapter? _adapter;

    /// <summary>Has an adapter add to its output from now on; null: none.</summary>
    public void Adapt(LoraAdapter? adapter) => _adapter = adapter?.For(matrices);

    /// <summary>x Wᵀ + b.</summary>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor Apply(Tensor x) => Adapted(Linear.Apply(x, weight, bias), x);

    /// <summary>residual + x Wᵀ + b; without a graph the residual itself is written to.</summary>
    /// <param name="residual">[N, out].</param>
    /// <param name="x">[N, in].</param>
    /// <returns>[N, out].</returns>
    public Tensor AddTo(Tensor residual, Tensor x) => Adapted(Linear.Add(residual, x, weight, bias), x);

    private Tensor Adapted(Tensor y, Tensor x) => _adapter is { IsOn: true } adapter ? adapter.AddTo(y, x) : y;
}
