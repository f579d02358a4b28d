using WeakToStrong.Methods.RewardModel;

namespace WeakToStrong.Methods.Tests.RewardModel;

public sealed class RewardModelLossTests
{
    /// <summary>−log σ(Δ − m) for Δ ∈ {−1, 0, 1, 2}.</summary>
    [Theory]
    [InlineData(0.0, 1.3132617, .6931472, .3132617, .1269280)]
    [InlineData(1.0, 2.1269280, 1.3132617, .6931472, .3132617)]
    [InlineData(-.5, .9740770, .4740770, .2014133, .0788897)]
    public void Pairwise_WithMargin_ShiftsTheDifference(double margin, double a, double b, double c, double d)
    {
        using var scope = torch.NewDisposeScope();
        var losses = RewardModelLoss.Pairwise(Doubles(-1, 0, 1, 2), Doubles(0, 0, 0, 0), margin);

        Close([a, b, c, d], losses);
    }

    /// <summary>Rewards 1 and −1: −log σ(2) = .126928, centring .1·(1 + 1)/2 = .1.</summary>
    [Fact]
    public void Mean_WithCentring_AddsHalfTheSquares()
    {
        using var scope = torch.NewDisposeScope();
        var loss = RewardModelLoss.Mean(Doubles(1), Doubles(-1), margin: 0, centerCoefficient: .1);

        Close([.226928], loss.reshape(1));
    }
}
