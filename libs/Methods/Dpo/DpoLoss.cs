namespace WeakToStrong.Methods.Dpo;

/// <summary>What the loss of one batch of pairs is made of; all borrowed by nobody, owned by the caller.</summary>
/// <param name="Losses">[B] float. One loss per pair.</param>
/// <param name="ChosenRewards">[B] float. β·(policy − reference) of the chosen answer, without gradient.</param>
/// <param name="RejectedRewards">[B] float. The same of the rejected answer.</param>
public sealed record DpoLossResult(Tensor Losses, Tensor ChosenRewards, Tensor RejectedRewards);

/// <summary>
/// Direct preference optimisation, Rafailov et al. 2023 (arXiv 2305.18290), equation 7:
/// <c>−log σ(β·Δ)</c> with <c>Δ = (log π(c) − log π_ref(c)) − (log π(r) − log π_ref(r))</c>.
/// Departures:
/// 1. Label smoothing ε (conservative DPO, Mitchell 2023): <c>(1−ε)·L(Δ) + ε·L(−Δ)</c>; 0 gives the paper's loss.
/// 2. The method may add the chosen answer's likelihood (RPO, Pang et al. 2024, arXiv 2404.19733); that term is
///    <see cref="DpoMethod"/>'s, not this function's.
/// </summary>
public static class DpoLoss
{
    /// <summary>Losses and implicit rewards of a batch of pairs.</summary>
    /// <param name="policyChosen">
    /// [B] float. Summed log-probability of the chosen answer under the policy, in nats.
    /// </param>
    /// <param name="policyRejected">[B] float. The same of the rejected answer.</param>
    /// <param name="referenceChosen">[B] float. Under the reference model, no gradient.</param>
    /// <param name="referenceRejected">[B] float. Under the reference model, no gradient.</param>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="labelSmoothing">ε in [0, 0.5).</param>
    public static DpoLossResult Compute(
        Tensor policyChosen,
        Tensor policyRejected,
        Tensor referenceChosen,
        Tensor referenceRejected,
        double beta,
        double labelSmoothing = 0)
    {
        var chosenRatio = policyChosen - referenceChosen;
        var rejectedRatio = policyRejected - referenceRejected;
        var margin = (chosenRatio - rejectedRatio) * beta;
        var losses = torch.nn.functional.softplus(-margin) * (1 - labelSmoothing);
        if (labelSmoothing > 0)
            losses = losses + torch.nn.functional.softplus(margin) * labelSmoothing;
        return new DpoLossResult(losses, chosenRatio.detach() * beta, rejectedRatio.detach() * beta);
    }
}
