using WeakToStrong.Methods.Dpo;

namespace WeakToStrong.Methods.Tests.Dpo;

public sealed class DpoLossTests
{
    /// <summary>
    /// torchtune's vector: Δ = (−.5+.5)−(−.1+.1) = 0, (−10+10.1)−(−30+20.1) = 10, (−1+.1)−(−21+.1) = 20;
    /// β = .1 → −log σ(0, 1, 2).
    /// </summary>
    [Fact]
    public void Compute_TorchtuneVector_GivesItsLosses()
    {
        using var scope = torch.NewDisposeScope();
        var result = DpoLoss.Compute(
            Doubles(-.5, -10, -1), Doubles(-.1, -30, -21),
            Doubles(-.5, -10.1, -.1), Doubles(-.1, -20.1, -.1), beta: .1);

        Close([.693147, .313262, .126928], result.Losses);
    }

    /// <summary>Policy (−1, −5), reference (−3, −3): Δ = 2 − (−2) = 4, β·Δ = .4; rewards ±.1·2.</summary>
    [Fact]
    public void Compute_OnePair_GivesLossAndImplicitRewards()
    {
        using var scope = torch.NewDisposeScope();
        var result = DpoLoss.Compute(Doubles(-1), Doubles(-5), Doubles(-3), Doubles(-3), beta: .1);

        Close([.513015], result.Losses);
        Close([.2], result.ChosenRewards);
        Close([-.2], result.RejectedRewards);
    }

    /// <summary>Policies alike: ln 2. Reference-free, policy gap 2: β·Δ = .2.</summary>
    [Fact]
    public void Compute_EqualAndReferenceFree_GiveTheirLosses()
    {
        using var scope = torch.NewDisposeScope();
        var result = DpoLoss.Compute(Doubles(-4, -1), Doubles(-4, -3), Doubles(0, 0), Doubles(0, 0), beta: .1);

        Close([.693147, .598139], result.Losses);
    }

    /// <summary>The shared example: log π(c) = −10, log π(r) = −14, references −11 and −12: Δ = 3, β·Δ = .3.</summary>
    [Fact]
    public void Compute_SharedExample_GivesItsLoss()
    {
        using var scope = torch.NewDisposeScope();
        var result = DpoLoss.Compute(Doubles(-10), Doubles(-14), Doubles(-11), Doubles(-12), beta: .1);

        Close([.554355], result.Losses);
    }

    /// <summary>β·Δ = .5 and ε = .1: .9·(−log σ(.5)) + .1·(−log σ(−.5)) = .9·.474077 + .1·.974077.</summary>
    [Fact]
    public void Compute_WithLabelSmoothing_MixesBothDirections()
    {
        using var scope = torch.NewDisposeScope();
        var result = DpoLoss.Compute(Doubles(5), Doubles(0), Doubles(0), Doubles(0), beta: .1, labelSmoothing: .1);

        Close([.524077], result.Losses);
    }

    /// <summary>d/dc of −log σ(β·Δ) at Δ = 0 is −β/2, and the rejected answer gets the opposite.</summary>
    [Fact]
    public void Compute_AtZero_HasGradientHalfBeta()
    {
        using var scope = torch.NewDisposeScope();
        var chosen = Doubles(-2).requires_grad_(true);
        var rejected = Doubles(-2).requires_grad_(true);
        DpoLoss.Compute(chosen, rejected, Doubles(-2), Doubles(-2), beta: .1).Losses.sum().backward();

        Close([-.05], chosen.grad!);
        Close([.05], rejected.grad!);
    }
}
