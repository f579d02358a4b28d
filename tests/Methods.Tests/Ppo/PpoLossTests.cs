using WeakToStrong.Methods.Ppo;

namespace WeakToStrong.Methods.Tests.Ppo;

public sealed class PpoLossTests
{
    /// <summary>A = 1, −1, 2 at ρ = .5, 1, 1.5 and ε = .2: −.5, 1, and −2·1.2 because 1.5 is clipped.</summary>
    [Fact]
    public void Policy_NemoVector_GivesItsTokens()
    {
        using var scope = torch.NewDisposeScope();
        var losses = PpoLoss.PolicyOfRatio(Doubles(.5, 1, 1.5), Doubles(1, -1, 2), clipRange: .2);

        Close([-.5, 1, -2.4], losses);
    }

    /// <summary>A = 1, ε = .2: ratio e is clipped to 1.2; 1/e and e^.1 are not.</summary>
    [Fact]
    public void Policy_FromLogProbabilities_ClipsTheRatio()
    {
        using var scope = torch.NewDisposeScope();
        var losses = PpoLoss.Policy(Doubles(1, -1, .1), Doubles(0, 0, 0), Doubles(1, 1, 1), clipRange: .2);

        Close([-1.2, -.3678794, -1.1051709], losses);
    }

    /// <summary>
    /// ε = .2. A = 1: ρ = 1.5 loses −1.5, clipped −1.2; ρ = .5 loses −.5, clipped −.8. A = −1: 1.5 against 1.2, and .5
    /// against .8. A ratio within the range is not clipped.
    /// </summary>
    [Fact]
    public void IsClipped_RatiosBeyondTheRange_AreOnlyWhereTheClippedLossIsLarger()
    {
        using var scope = torch.NewDisposeScope();
        var isClipped = PpoLoss.IsClipped(
            Doubles(1.5, .5, 1.5, .5, 1.1, 1.1), Doubles(1, 1, -1, -1, 1, -1), clipRange: .2);

        Assert.Equal([true, false, false, true, false, false], isClipped.data<bool>().ToArray());
    }

    /// <summary>(V, old, R) = (1, .5, 1.2): clipped .7 → ½·.25; (.6, .5, 1.2): ½·.36; (1.5, .5, .4): ½·1.21.</summary>
    [Fact]
    public void Value_ClippedAtPointTwo_TakesTheWorseSquare()
    {
        using var scope = torch.NewDisposeScope();
        var losses = PpoLoss.Value(Doubles(1, .6, 1.5), Doubles(.5, .5, .5), Doubles(1.2, 1.2, .4), clipRange: .2);

        Close([.125, .18, .605], losses);
    }
}
