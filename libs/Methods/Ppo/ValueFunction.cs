using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Ppo;

/// <summary>
/// Values of the states in which tokens are drawn: a head on the policy's own trunk, or a model of its own that starts
/// as the reward model.
/// </summary>
internal sealed class ValueFunction(LlamaModel policy, LlamaModel? critic)
{
    /// <summary>The model of its own; null when it is a head of the policy.</summary>
    public LlamaModel? Critic { get; } = critic;

    /// <summary>One value per target of the batch.</summary>
    /// <param name="policyHidden">[M, C]. The policy's hidden states at the batch's targets.</param>
    /// <returns>[M].</returns>
    public Tensor Of(TokenBatch batch, Tensor policyHidden) =>
        Critic is null
            ? policy.Head(ScalarHeadSpec.Value).Apply(policyHidden)
            : Critic.Head(ScalarHeadSpec.Score).Apply(Critic.Hidden(batch, batch.TargetIndex));
}
