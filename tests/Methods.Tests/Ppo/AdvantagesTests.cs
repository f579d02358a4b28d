using WeakToStrong.Methods.Ppo;

namespace WeakToStrong.Methods.Tests.Ppo;

public sealed class AdvantagesTests
{
    [Fact]
    public void Estimate_TorchtuneVector_GivesItsReturns() =>
        Close(
            [.6579225, .7695, .9, 1],
            Advantages.Estimate([0, 0, 0, 1], [0, 0, 0, 1], gamma: .9, lambda: .95).Returns);

    [Fact]
    public void Estimate_LambdaZero_IsTheOneStepError() =>
        Close([1, 1, 2], Advantages.Estimate([0, 0, 5], [1, 2, 3], gamma: 1, lambda: 0).Advantages);

    [Fact]
    public void Estimate_FourTokens_MatchesTheHandWorkedSum()
    {
        var estimate = Advantages.Estimate([0, 0, 0, 1], [.5, .4, .3, .2], gamma: 1, lambda: .95);

        Close([.40065, .527, .66, .8], estimate.Advantages);
        Close([.90065, .927, .96, 1], estimate.Returns);
    }

    /// <summary>log π = −1, −2, −.5 against −1.2, −1.5, −.5, β = .1, score 2 → rewards −.02, .05, 2.</summary>
    [Fact]
    public void Estimate_AfterKlRewards_MatchesTheVector()
    {
        var rewards = KlPenalty.Rewards([-1, -2, -.5], [-1.2, -1.5, -.5], score: 2, coefficient: .1);
        var estimate = Advantages.Estimate(rewards, [.5, .6, 1], gamma: 1, lambda: .95);

        Close([-.02, .05, 2], rewards);
        Close([1.41, 1.4, 1], estimate.Advantages);
        Close([1.91, 2, 2], estimate.Returns);
        Close([.598597, .555840, -1.154437], Advantages.Whiten(estimate.Advantages));
    }

    /// <summary>torchtune's three rows: score 1, 2, 3 on the last token, β = .5, differences −.1, −.2, −.3.</summary>
    [Fact]
    public void KlRewards_TorchtuneRows_PayTheScoreAtTheEnd()
    {
        Close([.05, .05, 1.05], KlPenalty.Rewards([.1, .2, .3], [.2, .3, .4], 1, .5));
        Close([.1, .1, 2.1], KlPenalty.Rewards([.4, .5, .6], [.6, .7, .8], 2, .5));
        Close([.15, .15, 3.15], KlPenalty.Rewards([.6, .7, .8], [.9, 1, 1.1], 3, .5));
    }

    /// <summary>1.2 … 2.0 in steps of .1, variance divided by N − 1.</summary>
    [Fact]
    public void Whiten_NineNumbers_MatchesTheBesselVector() =>
        Close(
            [-1.4606, -1.0954, -.7303, -.3651, 0, .3651, .7303, 1.0954, 1.4606],
            Advantages.Whiten([1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0]),
            tolerance: 1e-4);

    /// <summary>δ = (.99·.4 − .3, 1 − .4) = (.096, .6); A₀ = .096 + .99·.95·.6.</summary>
    [Fact]
    public void Estimate_Discounted_MatchesTheRecursion() =>
        Close([.6603, .6], Advantages.Estimate([0, 1], [.3, .4], gamma: .99, lambda: .95).Advantages);

    [Fact]
    public void Estimate_OtherLengths_Throws() =>
        Assert.Throws<ArgumentException>(() => Advantages.Estimate([1, 2], [1], gamma: 1, lambda: 1));

    [Fact]
    public void Whiten_OneNumber_StaysAsItIs() => Close([3], Advantages.Whiten([3]));

    [Theory]
    [InlineData(3, .148464)]
    [InlineData(6, .15)]
    [InlineData(6.6, .150768)]
    [InlineData(12, .151536)]
    public void AdaptiveKl_TowardsSix_MovesTheCoefficient(double kl, double expected) =>
        Close([expected], [AdaptiveKl.Next(.15, kl, target: 6, answerCount: 512, horizon: 10_000)]);

    /// <summary>OpenRLHF's: 1.2/1 − 1 = .2 over 10 answers of 100.</summary>
    [Fact]
    public void AdaptiveKl_OpenRlhfVector_GivesItsCoefficient() =>
        Close([.102], [AdaptiveKl.Next(.1, kl: 1.2, target: 1, answerCount: 10, horizon: 100)]);
}
