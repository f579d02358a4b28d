namespace WeakToStrong.Transformer.Optimisation;

/// <summary>Settings of <see cref="AdamW"/>, named as in the paper.</summary>
public sealed record AdamWOptions
{
    /// <summary>β₁: decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>
    /// β₂: decay of the second moment. Small models on short runs want 0.98; PyTorch's default is 0.999.
    /// </summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε: added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>
    /// λ: every update shrinks each weight by the factor 1 − rate · λ, norms and embeddings included.
    /// </summary>
    public double WeightDecay { get; init; }

    internal AdamWOptions Validated()
    {
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "0 ≤ β₁ < 1");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "0 ≤ β₂ < 1");
        Require(Epsilon > 0, nameof(Epsilon), Epsilon, "above 0");
        Require(WeightDecay >= 0, nameof(WeightDecay), WeightDecay, "0 or more");
        return this;
    }

    private static void Require(bool legal, string name, double value, string allowed)
    {
        if (!legal)
            throw new ArgumentOutOfRangeException(name, value, $"allowed: {allowed}");
    }
}
