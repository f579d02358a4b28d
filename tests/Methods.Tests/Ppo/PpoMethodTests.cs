using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Ppo;

/// <summary>What the rounds of PPO report, where it can be told beforehand.</summary>
[Collection(TensorTests.Name)]
public sealed class PpoMethodTests(ToyModels models)
{
    /// <summary>One update in a round: the ratio is 1 and the values are the old ones.</summary>
    private static PpoOptions OneUpdate => new()
    {
        Rollouts = 1, RolloutSize = 8, MiniBatches = 1, PpoEpochs = 1, MaxNewTokens = 8, MissingEosPenalty = null,
    };

    [Fact]
    public void Execute_NoAnswerEnds_EachScoresThePenalty()
    {
        var metrics = Round(OneUpdate with { MaxNewTokens = 1, MissingEosPenalty = -3 });

        Assert.Equal(0, metrics["val/num_eos_tokens"]);
        Assert.Equal(-3, metrics["objective/rlhf_reward"], 1e-12);
    }

    [Fact]
    public void Execute_NoPenalty_ScoresUnfinishedAnswersByTheRewardModel()
    {
        var metrics = Round(OneUpdate with { MaxNewTokens = 1, RewardScaling = RewardScaling.None });

        Assert.Equal(0, metrics["val/num_eos_tokens"]);
        Assert.Equal(metrics["objective/scores"], metrics["objective/rlhf_reward"], 1e-12);
    }

    [Fact]
    public void Execute_ScaledByTheFirstRound_HasMeanZero() =>
        Assert.Equal(
            0, Round(OneUpdate with { RewardScaling = RewardScaling.FirstRollout })["objective/rlhf_reward"], 1e-9);

    /// <summary>At ratio 1 the policy loss is minus the mean advantage.</summary>
    [Fact]
    public void Execute_Whitened_AdvantagesHaveMeanZero()
    {
        var whitened = Round(OneUpdate);
        var raw = Round(OneUpdate with { WhitenAdvantages = false });

        Assert.Equal(0, whitened["loss/policy_avg"], 1e-6);
        Assert.True(Math.Abs(raw["loss/policy_avg"]) > 1e-3);
        Assert.Equal(0, whitened["policy/clipfrac_avg"]);
        Assert.Equal(0, whitened["policy/approxkl_avg"], 1e-9);
    }

    [Fact]
    public void Execute_CriticOfItsOwn_IsReportedApartFromThePolicy()
    {
        var metrics = Round(OneUpdate with { ValueFrom = ValueInitialisation.RewardModel });

        Assert.Equal(metrics["loss/policy_avg"], metrics["loss"]);
        Assert.Equal(metrics["loss/value_avg"], metrics["critic/loss"]);
        Assert.NotEqual(metrics["grad_norm"], metrics["critic/grad_norm"]);
    }

    [Fact]
    public void Execute_AdaptiveKl_LowersTheCoefficientWhileTheKlIsBelowItsTarget()
    {
        // KL 0 in round 0: e = −.2, so β·(1 − .2·8/100).
        var reports = models.Lab.RunAndWatch(models.Ppo(
            OneUpdate with { Rollouts = 2, KlTarget = 6, KlHorizon = 100, KlCoefficient = .1 }));

        Assert.Equal(.1, reports[0].Metrics["objective/kl_coefficient"], 1e-12);
        Assert.Equal(.0984, reports[1].Metrics["objective/kl_coefficient"], 1e-12);
    }

    [Fact]
    public void Execute_Always_CountsTheTokensOfEveryEpochOfEveryRound()
    {
        var once = Round(OneUpdate)["num_tokens"];
        var twice = models.Lab.RunAndWatch(models.Ppo(OneUpdate with { PpoEpochs = 2, Rollouts = 2 }));

        Assert.True(once > 0);
        Assert.Equal(2 * once, twice[0].Metrics["num_tokens"]);
        Assert.True(twice[1].Metrics["num_tokens"] > twice[0].Metrics["num_tokens"]);
    }

    [Theory]
    [InlineData(ValueInitialisation.Policy)]
    [InlineData(ValueInitialisation.RewardModel)]
    public void Execute_Finished_LeavesALanguageModelWithoutHeads(ValueInitialisation valueFrom)
    {
        var step = models.Lab.Run(models.Ppo(OneUpdate with { ValueFrom = valueFrom }));

        using var folder = ModelFolder.Load(models.Lab.Folder(step.Output("model")), new ComputeOptions());
        Assert.Empty(folder.Model.Heads);
        Assert.Equal(PromptTemplates.World, folder.Templates);
    }

    [Fact]
    public void Execute_NoRounds_IsTheModelItWasGiven()
    {
        var step = models.Lab.Run(models.Ppo(OneUpdate with { Rollouts = 0 }));

        Assert.Equal(models.Lab.Store.OutputDigest(models.Base), models.Lab.Store.OutputDigest(step.Output("model")));
    }

    private IReadOnlyDictionary<string, double> Round(PpoOptions options) =>
        Assert.Single(models.Lab.RunAndWatch(models.Ppo(options))).Metrics;
}
