namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>How rotary frequencies are lowered for sequences longer than the model was first trained on.</summary>
public enum RotaryScalingKind
{
    /// <summary>Every frequency over the factor.</summary>
    Linear,

    /// <summary>All as they are up to the model's longest sequence, lower the longer one is beyond.</summary>
    Dynamic,

    /// <summary>Llama 3.1's: low frequencies over the factor, high ones as they are, a ramp between.</summary>
    Llama3,

    /// <summary>
    /// YaRN (Peng et al., arXiv:2309.00071): as Llama 3's, but by the pair's place, and attention is sharpened.
    /// </summary>
    Yarn
}

/// <summary><c>rope_scaling</c> of <c>config.json</c>, in transformers 5 part of <c>rope_parameters</c>.</summary>
public sealed record RotaryScaling
{
    /// <summary>Which of the rules.</summary>
    public required RotaryScalingKind Kind { get; init; }

    /// <summary>What low frequencies are divided by.</summary>
    public required double Factor { get; init; }

    /// <summary>
    /// Frequencies that turn fewer times than this within the first length are low: Llama 3's low_freq_factor, YaRN's
    /// beta_slow.
    /// </summary>
    public double LowTurns { get; init; } = 1;

    /// <summary>
    /// Frequencies that turn more often than this within the first length are high: Llama 3's high_freq_factor, YaRN's
    /// beta_fast.
    /// </summary>
    public double HighTurns { get; init; } = 4;

    /// <summary>The length the model was first trained on; not used by the linear and the dynamic rule.</summary>
    public int OriginalMaximumPositions { get; init; } = 8192;

    /// <summary>YaRN: what queries and keys are multiplied by.</summary>
    public double AttentionFactor { get; init; } = 1;

    /// <summary>YaRN: whether the ramp begins and ends at whole pairs.</summary>
    public bool Truncate { get; init; } = true;
}
