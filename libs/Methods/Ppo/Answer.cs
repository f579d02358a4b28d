using WeakToStrong.Transformer.Data;

namespace WeakToStrong.Methods.Ppo;

/// <summary>
/// One sampled answer with all that an update needs. R = its tokens, the end token included; entry t of every list
/// belongs to the t-th of them.
/// </summary>
internal sealed record Answer
{
    /// <summary>Prompt and answer; the answer's tokens are the targets.</summary>
    public required TokenSample Sample { get; init; }

    /// <summary>Whether it ended by itself within the allowed length.</summary>
    public required bool Ended { get; init; }

    /// <summary>[R]. Under the policy that sampled it, at the sampling temperature, in nats.</summary>
    public required double[] LogProbabilities { get; init; }

    /// <summary>[R]. Under the reference model, at the same temperature.</summary>
    public required double[] ReferenceLogProbabilities { get; init; }

    /// <summary>[R]. Of the state in which each token was drawn.</summary>
    public required double[] Values { get; init; }

    /// <summary>The reward model's number, as it is.</summary>
    public required double RawScore { get; init; }

    /// <summary>The sum over its tokens of log π − log π_ref.</summary>
    public double Kl =>
        LogProbabilities.Zip(ReferenceLogProbabilities, (policy, reference) => policy - reference).Sum();
}

/// <summary>An answer with its advantages, ready for updates.</summary>
internal sealed record Experience(Answer Answer, double[] Advantages, double[] Returns);
