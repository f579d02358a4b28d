using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Optimisation;

/// <summary>Limits the length of the whole gradient, as PyTorch's <c>clip_grad_norm_</c>.</summary>
public static class GradientClipping
{
    private const double Epsilon = 1e-6;
    private const long PartLength = 1 << 22;

    /// <summary>√Σ g² over a flat gradient buffer.</summary>
    /// <param name="gradients">[S].</param>
    /// <returns>[] float64, where the gradients are.</returns>
    public static Tensor Norm(Tensor gradients)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var norm = Precision.IsNarrow(gradients) ? WideNorm(gradients) : gradients.norm();
        return scope.MoveToOuter(norm.to_type(ScalarType.Float64));
    }

    // Three digits would be left of a norm in 16 bits. The parts bound the memory that the wide copies take.
    private static Tensor WideNorm(Tensor gradients)
    {
        var squares = gradients.split(PartLength).Select(part =>
        {
            using var scope = torch.NewDisposeScope();
            return scope.MoveToOuter(part.to_type(ScalarType.Float32).square().sum(type: ScalarType.Float64));
        });
        return torch.stack([.. squares]).sum().sqrt();
    }

    /// <summary>What to multiply the gradient with: min(1, maximum / (norm + 10⁻⁶)).</summary>
    /// <param name="maximum">Longest gradient allowed; null: any.</param>
    public static double Factor(double norm, double? maximum) =>
        maximum is { } limit ? Math.Min(1, limit / (norm + Epsilon)) : 1;
}
