namespace WeakToStrong.Transformer.Optimisation;

/// <summary>Limits the length of the whole gradient, as PyTorch's <c>clip_grad_norm_</c>.</summary>
public static class GradientClipping
{
    private const double Epsilon = 1e-6;

    /// <summary>√Σ g² over a flat gradient buffer.</summary>
    /// <param name="gradients">[S].</param>
    public static double Norm(Tensor gradients)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        return gradients.norm().ToDouble();
    }

    /// <summary>What to multiply the gradient with: min(1, maximum / (norm + 10⁻⁶)).</summary>
    /// <param name="maximum">Longest gradient allowed; null: any.</param>
    public static double Factor(double norm, double? maximum) =>
        maximum is { } limit ? Math.Min(1, limit / (norm + Epsilon)) : 1;
}
