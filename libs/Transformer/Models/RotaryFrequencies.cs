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
        {
            var frequency = Math.Pow(config.RopeTheta, -2.0 * pair / config.HeadDim);
            frequencies[pair] = config.RopeScaling is { } scaling
                ? Lowered(frequency, scaling, Kept(config, scaling, pair, frequency))
                : frequency;
        }
        return frequencies;
    }

    private static double Lowered(double frequency, RotaryScaling scaling, double kept) =>
        (1 - kept) * frequency / scaling.Factor + kept * frequency;

    // The share of a frequency that stays as it was, 0 to 1.
    private static double Kept(ModelConfig config, RotaryScaling scaling, int pair, double frequency) =>
        scaling.Kind switch
        {
            RotaryScalingKind.Linear => 0,
            // It begins to lower them above the model's positions, which no sequence exceeds here.
            RotaryScalingKind.Dynamic => 1,
            RotaryScalingKind.Llama3 => KeptByTurns(scaling, frequency),
            RotaryScalingKind.Yarn => KeptByPlace(config, scaling, pair),
            var other => throw new NotSupportedException($"rotary scaling {other}")
        };

    // Llama 3.1: linear in the turns within the first training length, between the low and the high ones.
    private static double KeptByTurns(RotaryScaling scaling, double frequency)
    {
        var turns = scaling.OriginalMaximumPositions * frequency / (2 * Math.PI);
        return Math.Clamp((turns - scaling.LowTurns) / (scaling.HighTurns - scaling.LowTurns), 0, 1);
    }

    // YaRN: linear in the pair's place, between the places where a frequency makes the high and the low turns.
    private static double KeptByPlace(ModelConfig config, RotaryScaling scaling, int pair)
    {
        var (first, last) = (Place(scaling.HighTurns), Place(scaling.LowTurns));
        if (scaling.Truncate)
            (first, last) = (Math.Floor(first), Math.Ceiling(last));
        (first, last) = (Math.Max(first, 0), Math.Min(last, config.HeadDim - 1));
        // The method's own code widens an empty ramp by this much.
        var width = first == last ? 0.001 : last - first;
        return 1 - Math.Clamp((pair - first) / width, 0, 1);

        double Place(double turns) =>
            config.HeadDim * Math.Log(scaling.OriginalMaximumPositions / (turns * 2 * Math.PI)) /
            (2 * Math.Log(config.RopeTheta));
    }
}
