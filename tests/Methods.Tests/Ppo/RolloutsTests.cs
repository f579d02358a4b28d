using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Tests.Ppo;

[Collection(TensorTests.Name)]
public sealed class RolloutsTests : IDisposable
{
    private static readonly PpoOptions Options = new() { RolloutSize = 6, MaxNewTokens = 8 };

    private readonly ModelFolder _base;
    private readonly ModelFolder _reward;
    private readonly LlamaModel _policy;
    private readonly List<int[]> _prompts;

    public RolloutsTests(ToyModels models)
    {
        _base = ModelFolder.Load(models.Lab.Folder(models.Base), new ComputeOptions().Applied());
        _reward = ModelFolder.Load(models.Lab.Folder(models.Reward), new ComputeOptions());
        _policy = _base.Model.WithHeads(1, new ScalarHeadSpec { Name = ScalarHeadSpec.Value, StartsAtZero = true });
        _prompts =
        [
            .. models.Lab.Rows<LabelRow>(models.Labels, RowFile.Labels)
                .Select(row => _base.Tokenizer.EncodeSequence(_base.Templates.ForAnswer(row.Prompt))),
        ];
    }

    public void Dispose()
    {
        _policy.Dispose();
        _reward.Dispose();
        _base.Dispose();
    }

    /// <summary>Eight prompts in rounds of six: four rounds are three passes.</summary>
    [Fact]
    public void Sample_SeveralRounds_TakesEveryPromptBeforeAnyAgain()
    {
        var rollouts = Make();
        var asked = Enumerable.Range(0, 4).SelectMany(round => rollouts.Sample(round)).Select(PromptOf).ToArray();

        Assert.All(asked.Chunk(8), pass => Assert.Equal(8, pass.Distinct().Count()));
        Assert.NotEqual(asked[..8], asked[8..16]);
    }

    [Fact]
    public void Sample_ARoundAlone_IsThatRound()
    {
        var rollouts = Make();
        rollouts.Sample(0);
        var third = rollouts.Sample(2);

        var alone = Make().Sample(2);

        Assert.Equal(third.Select(answer => answer.Sample.Tokens), alone.Select(answer => answer.Sample.Tokens));
        Assert.Equal(third.Select(answer => answer.LogProbabilities), alone.Select(answer => answer.LogProbabilities));
    }

    [Fact]
    public void Sample_UntrainedPolicy_IsTheReferenceAndValuesNothing() =>
        Assert.All(Make().Sample(0), answer =>
        {
            Assert.Equal(answer.ReferenceLogProbabilities, answer.LogProbabilities);
            Assert.Equal(0, answer.Kl);
            Assert.All(answer.Values, value => Assert.Equal(0, value));
            Assert.Equal(answer.Sample.TargetCount, answer.Values.Length);
        });

    /// <summary>A value model that starts as the reward model has an opinion from the first state on.</summary>
    [Fact]
    public void Sample_CriticFromTheRewardModel_HasValuesAtOnce()
    {
        using var critic = _reward.Model.Clone();

        Assert.All(Make(critic).Sample(0), answer => Assert.All(answer.Values, value => Assert.NotEqual(0, value)));
    }

    [Fact]
    public void Sample_Answers_EndExactlyWhereTheModelEndsThem() =>
        Assert.All(Make().Sample(0), answer => Assert.Equal(
            answer.Ended, answer.Sample.Tokens[^1] == _base.Tokenizer.EndOfSequenceId));

    /// <summary>A part of one answer is what a limit below every answer's length leaves.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void Sample_InParts_IsTheSameRound(int tokens)
    {
        using var critic = _reward.Model.Clone();
        var whole = Make(critic).Sample(0);

        var parts = Make(critic, Options with { MicroBatchTokens = tokens }).Sample(0);

        Assert.Equal(whole.Select(answer => answer.Sample.Id), parts.Select(answer => answer.Sample.Id));
        foreach (var (one, other) in whole.Zip(parts))
        {
            Assert.Equal(one.Sample.Tokens, other.Sample.Tokens);
            Assert.Equal(one.Ended, other.Ended);
            Assert.Equal(one.RawScore, other.RawScore, 1e-5);
            Assert.All(one.LogProbabilities.Zip(other.LogProbabilities), AssertClose);
            Assert.All(one.ReferenceLogProbabilities.Zip(other.ReferenceLogProbabilities), AssertClose);
            Assert.All(one.Values.Zip(other.Values), AssertClose);
        }

        static void AssertClose((double One, double Other) pair) => Assert.Equal(pair.One, pair.Other, 1e-5);
    }

    /// <summary>What stands beside an answer decides none of its tokens.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void Sample_FewAtATime_IsTheSameRound(int size)
    {
        var whole = Make().Sample(0);

        var few = Make(options: Options with { GenerationBatchSize = size }).Sample(0);

        Assert.Equal(whole.Select(answer => answer.Sample.Tokens), few.Select(answer => answer.Sample.Tokens));
        Assert.Equal(whole.Select(answer => answer.LogProbabilities), few.Select(answer => answer.LogProbabilities));
    }

    private Rollouts Make(LlamaModel? critic = null, PpoOptions? options = null) => new(
        new StepContext
        {
            Spec = new StepSpec
            {
                Kind = "ppo", Revision = 1, Options = [], Seed = 3,
                Inputs = new Dictionary<string, OutputRef>(), Files = new Dictionary<string, InputFile>(),
            },
            Inputs = new Dictionary<string, string>(),
            InputDigests = new Dictionary<string, string>(),
            CheckpointFolder = "",
            OutputFolder = "",
            Report = _ => { },
        },
        options ?? Options, _prompts, _policy, _base.Model, _reward.Model, new ValueFunction(_policy, critic),
        TokenLayout.Packed, stopTokenIds: null);

    private static string PromptOf(Answer answer) => string.Join(
        ' ', answer.Sample.Tokens.Take(answer.Sample.Length - answer.Sample.TargetCount));
}
