namespace WeakToStrong.Methods.RewardModel;

/// <summary>
/// Bradley-Terry on pairs, Ouyang et al. 2022 (arXiv 2203.02155), equation 1: <c>−log σ(r_c − r_r − m)</c>.
/// Departures:
/// 1. A margin m (Llama 2, arXiv 2307.09288, equation 2); 0 gives the original.
/// 2. <c>c·mean((r_c² + r_r²)/2)</c> is added, which settles the free constant of the rewards near 0.
/// </summary>
public static class RewardModelLoss
{
    /// <summary>Loss of each pair, without the centring term.</summary>
    /// <param name="chosen">[B] float. Rewards of the chosen answers.</param>
    /// <param name="rejected">[B] float. Rewards of the rejected answers.</param>
    /// <param name="margin">m, in units of reward.</param>
    /// <returns>[B] float.</returns>
    public static Tensor Pairwise(Tensor chosen, Tensor rejected, double margin = 0) =>
        torch.nn.functional.softplus(rejected - chosen + margin);

    /// <summary>Mean over the batch of the pairwise loss and the centring term.</summary>
    /// <returns>[] float.</returns>
    public static Tensor Mean(Tensor chosen, Tensor rejected, double margin, double centerCoefficient)
    {
        var loss = Pairwise(chosen, rejected, margin).mean();
        if (centerCoefficient > 0)
            loss = loss + (chosen.square().mean() + rejected.square().mean()) * (centerCoefficient / 2);
        return loss;
    }
}
