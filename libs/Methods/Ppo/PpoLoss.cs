namespace WeakToStrong.Methods.Ppo;

/// <summary>
/// The two clipped losses of proximal policy optimisation, Schulman et al. 2017 (arXiv 1707.06347), equation 7, with
/// the clipped value loss of the OpenAI implementations. Both return one number per token; the caller averages over
/// the tokens that count. No departures.
/// </summary>
public static class PpoLoss
{
    /// <summary><c>max(−A·ρ, −A·clip(ρ, 1−ε, 1+ε))</c> with <c>ρ = exp(log π − log π_old)</c>.</summary>
    /// <param name="logProbabilities">[M] float. Of the sampled tokens under the policy now, in nats.</param>
    /// <param name="oldLogProbabilities">[M] float. Under the policy that sampled them, no gradient.</param>
    /// <param name="advantages">[M] float. No gradient.</param>
    /// <param name="clipRange">ε &gt; 0.</param>
    /// <returns>[M] float.</returns>
    public static Tensor Policy(
        Tensor logProbabilities, Tensor oldLogProbabilities, Tensor advantages, double clipRange) =>
        PolicyOfRatio((logProbabilities - oldLogProbabilities).exp(), advantages, clipRange);

    /// <summary>The same from the ratio itself.</summary>
    /// <param name="ratio">[M] float. ρ.</param>
    public static Tensor PolicyOfRatio(Tensor ratio, Tensor advantages, double clipRange) =>
        torch.maximum(-advantages * ratio, -advantages * ratio.clamp(1 - clipRange, 1 + clipRange));

    /// <summary>Whether the clipped term is the larger one, so that the token has no gradient.</summary>
    /// <inheritdoc cref="PolicyOfRatio"/>
    /// <returns>[M] bool.</returns>
    public static Tensor IsClipped(Tensor ratio, Tensor advantages, double clipRange) =>
        (-advantages * ratio.clamp(1 - clipRange, 1 + clipRange)).gt(-advantages * ratio);

    /// <summary><c>½·max((V − R)², (V_old + clip(V − V_old, −c, c) − R)²)</c>.</summary>
    /// <param name="values">[M] float. Of the value function now.</param>
    /// <param name="oldValues">[M] float. At the time of the rollout, no gradient.</param>
    /// <param name="returns">[M] float. No gradient.</param>
    /// <param name="clipRange">c &gt; 0.</param>
    /// <returns>[M] float.</returns>
    public static Tensor Value(Tensor values, Tensor oldValues, Tensor returns, double clipRange)
    {
        var clipped = oldValues + (values - oldValues).clamp(-clipRange, clipRange);
        return torch.maximum((values - returns).square(), (clipped - returns).square()) * 0.5;
    }
}
