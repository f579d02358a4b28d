using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Models;

/// <summary>
/// Angles per position of the rotary embedding (Su et al., arXiv:2104.09864): f(i) = θ^(−2i / D), i &lt; D/2, lowered
/// for long sequences where a model asks for it.
/// </summary>
internal static class RotaryFrequencies
{
    /// <summary>[D/2] Radians per position.</summary>
    public static double[] Of(ModelConfig config)
    {
        var frequencies = new double[config.HeadDim / 2];
        for (var pair = 0; pair < frequencies.Length; pair++)
            frequencies[pair] = Scaled(Math.Pow(config.RopeTheta, -2.0 * pair / config.HeadDim), config.RopeScaling);
        return frequencies;
    }

    private static double Scaled(double frequency, RotaryScaling? scaling) => scaling?.Kind switch
    {
        null => frequency,
        RotaryScalingKind.Linear => frequency / scaling.Factor,
        RotaryScalingKind.Llama3 => Llama3(frequency, scaling),
        var other => throw new NotSupportedException($"rotary scaling {other}")
    };

    // Llama 3.1: by the turns within the first training length, low frequencies are divided, high ones kept, and those
    // between get a share of each that is linear in the turns.
    private static double Llama3(double frequency, RotaryScaling scaling)
    {
        var turns = scaling.OriginalMaximumPositions * frequency / (2 * Math.PI);
        var (low, high) = (scaling.LowFrequencyFactor, scaling.HighFrequencyFactor);
        var kept = Math.Clamp((turns - low) / (high - low), 0, 1);
        return (1 - kept) * frequency / scaling.Factor + kept * frequency;
    }
}
