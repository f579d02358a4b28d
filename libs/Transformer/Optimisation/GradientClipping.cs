using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Optimisation;

/// <summary>Limits the length of the whole gradient, as PyTorch's <c>clip_grad_norm_</c>.</summary>
public static class GradientClipping
{
    private const double Epsilon = 1e-6;
    private const long PartLength = 1 << 22;

    // Devices sum in float32 without a wide copy, and take longer to be told of a part than to sum a small one.
    private const long DevicePartLength = 1 << 26;

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

    // Three digits would be left of a norm in 16 bits, and five of a sum of billions in 32. The parts bound what the
    // wide copies take, where there have to be any.
    private static Tensor WideNorm(Tensor gradients)
    {
        var lengths = gradients.split(gradients.is_cpu() ? PartLength : DevicePartLength)
            .Select(part => Precision.Length(part));
        return torch.stack([.. lengths]).to_type(ScalarType.Float64).norm();
    }

    /// <summary>What to multiply the gradient with: min(1, maximum / (norm + 10⁻⁶)).</summary>
    /// <param name="maximum">Longest gradient allowed; null: any.</param>
    public static double Factor(double norm, double? maximum) =>
        maximum is { } limit ? Math.Min(1, limit / (norm + Epsilon)) : 1;
}
