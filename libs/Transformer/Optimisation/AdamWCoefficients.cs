namespace WeakToStrong.Transformer.Optimisation;

/// <summary>The numbers of one AdamW update, the same for every weight.</summary>
internal readonly record struct AdamWCoefficients
{
    public AdamWCoefficients(AdamWOptions options, int step, double learningRate, double gradientScale)
    {
        GradientScale = gradientScale;
        Beta1 = options.Beta1;
        Beta2 = options.Beta2;
        Shrink = 1 - learningRate * options.WeightDecay;
        StepSize = learningRate / (1 - Math.Pow(options.Beta1, step));
        RootCorrection = Math.Sqrt(1 - Math.Pow(options.Beta2, step));
        Epsilon = options.Epsilon;
    }

    /// <summary>What the stored gradient is multiplied with first.</summary>
    public double GradientScale { get; }

    /// <summary>β₁.</summary>
    public double Beta1 { get; }

    /// <summary>β₂.</summary>
    public double Beta2 { get; }

    /// <summary>1 − rate · λ.</summary>
    public double Shrink { get; }

    /// <summary>rate / (1 − β₁ᵗ).</summary>
    public double StepSize { get; }

    /// <summary>√(1 − β₂ᵗ).</summary>
    public double RootCorrection { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }
}
