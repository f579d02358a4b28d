using WeakToStrong.Methods.Ppo;

namespace WeakToStrong.Methods.Tests.Ppo;

public sealed class RewardScaleTests
{
    /// <summary>1, 2, 3: mean 2, variance (1 + 0 + 1)/2 = 1.</summary>
    [Fact]
    public void Of_ThreeRewards_HasMeanAndBesselDeviation() =>
        Assert.Equal(new RewardScale(2, 1, 5), RewardScale.Of([1, 2, 3], clip: 5));

    [Theory]
    [InlineData(4, 1)]
    [InlineData(2, 0)]
    [InlineData(40, 5)]
    [InlineData(-40, -5)]
    public void Apply_AnyReward_IsStandardisedAndCut(double reward, double expected) =>
        Assert.Equal(expected, new RewardScale(Mean: 2, Deviation: 2, Clip: 5).Apply(reward));

    [Fact]
    public void Apply_EqualRewards_GivesZeroNotInfinity()
    {
        Assert.Equal(0, RewardScale.Of([.5, .5, .5], clip: 5).Apply(.5));
        Assert.Equal(0, new RewardScale(Mean: 0, Deviation: 0, Clip: 5).Apply(0));
    }

    [Fact]
    public void Of_OneReward_LeavesRewardsAsTheyAre() => Assert.Equal(3, RewardScale.Of([7], clip: 5).Apply(3));
}
