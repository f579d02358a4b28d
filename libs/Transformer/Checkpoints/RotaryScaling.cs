namespace WeakToStrong.Transformer.Checkpoints;

/// <summary>How rotary frequencies are lowered for sequences longer than the model was first trained on.</summary>
public enum RotaryScalingKind
{
    /// <summary>Every frequency over the factor.</summary>
    Linear,

    /// <summary>Llama 3.1's: low frequencies over the factor, high ones as they are, a ramp between.</summary>
    Llama3
}

/// <summary><c>rope_scaling</c> of <c>config.json</c>, in transformers 5 part of <c>rope_parameters</c>.</summary>
public sealed record RotaryScaling
{
    /// <summary>Which of the rules.</summary>
    public required RotaryScalingKind Kind { get; init; }

    /// <summary>What low frequencies are divided by.</summary>
    public required double Factor { get; init; }

    /// <summary>Llama 3: frequencies that turn fewer times than this within the first length are low.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Llama 3: frequencies that turn more often than this within the first length are high.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>Llama 3: the length the model was first trained on.</summary>
    public int OriginalMaximumPositions { get; init; } = 8192;
}
