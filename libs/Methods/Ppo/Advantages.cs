namespace WeakToStrong.Methods.Ppo;

/// <summary>Advantages and returns of one answer, one number per token.</summary>
public sealed record AdvantageEstimate(double[] Advantages, double[] Returns);

/// <summary>
/// Generalised advantage estimation, Schulman et al. 2016 (arXiv 1506.02438), equation 16, up to the last token, as in
/// equations 11 and 12 of Schulman et al. 2017 (arXiv 1707.06347): <c>δ_t = r_t + γ·V_{t+1} − V_t</c>,
/// <c>A_t = δ_t + γλ·A_{t+1}</c>, with V after the last token 0; return = A + V.
/// On the host in float64: an answer has a few dozen tokens, and ragged rows need no mask here.
/// </summary>
public static class Advantages
{
    /// <summary>Estimates the advantages of one answer.</summary>
    /// <param name="rewards">[R]. Entry t belongs to the t-th token of the answer.</param>
    /// <param name="values">[R]. Entry t is the value of the state in which token t was drawn.</param>
    public static AdvantageEstimate Estimate(
        ReadOnlySpan<double> rewards, ReadOnlySpan<double> values, double gamma, double lambda)
    {
        if (rewards.Length != values.Length)
            throw new ArgumentException($"{rewards.Length} rewards but {values.Length} values");
        var advantages = new double[rewards.Length];
        var returns = new double[rewards.Length];
        double next = 0, nextValue = 0;
        for (var t = rewards.Length - 1; t >= 0; t--)
        {
            var delta = rewards[t] + gamma * nextValue - values[t];
            next = delta + gamma * lambda * next;
            nextValue = values[t];
            advantages[t] = next;
            returns[t] = next + values[t];
        }
        return new AdvantageEstimate(advantages, returns);
    }

    /// <summary>To mean 0 and variance 1. The variance is divided by N − 1 (Bessel), as in TRL.</summary>
    public static double[] Whiten(ReadOnlySpan<double> numbers)
    {
        if (numbers.Length < 2)
            return numbers.ToArray();
        double mean = 0;
        foreach (var number in numbers)
            mean += number;
        mean /= numbers.Length;
        double squares = 0;
        foreach (var number in numbers)
            squares += (number - mean) * (number - mean);
        var scale = 1 / Math.Sqrt(squares / (numbers.Length - 1) + 1e-8);
        var whitened = new double[numbers.Length];
        for (var i = 0; i < whitened.Length; i++)
            whitened[i] = (numbers[i] - mean) * scale;
        return whitened;
    }
}
