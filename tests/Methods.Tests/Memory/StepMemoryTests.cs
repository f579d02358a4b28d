using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Memory;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Tests.Memory;

/// <summary>What is reckoned of whole steps, against what libtorch says it allocated.</summary>
[Collection(TensorTests.Name)]
public sealed class StepMemoryTests(ToyModels models)
{
    // The toy's samples have 14 tokens or so: what is reckoned is for exactly so many.
    private const int Length = 14;

    private ModelConfig Config =>
        ModelConfig.FromHuggingFace(HuggingFaceConfig.Load(models.Lab.Folder(models.Base)));

    [Theory]
    [InlineData(FloatType.Float32, null, null)]
    [InlineData(FloatType.Float32, true, null)]
    [InlineData(FloatType.Float32, null, 2 * Length)]
    [InlineData(FloatType.Bfloat16, null, null)]
    public void Estimate_OfSft_IsCloseToWhatItTakes(FloatType type, bool? checkpoints, int? tokens)
    {
        var options = new SftOptions
        {
            BatchSize = 8,
            MaxLength = Length,
            ActivationCheckpointing = checkpoints,
            MicroBatchTokens = tokens,
            Compute = new ComputeOptions { Dtype = type },
        };
        AssertClose(new TuningWork(Config, type, options), models.Tune(ToySteps.Sft, options));
    }

    [Fact]
    public void Estimate_OfDpo_IsCloseToWhatItTakes()
    {
        var options = new DpoOptions { BatchSize = 8, MaxLength = Length };
        AssertClose(
            new TuningWork(Config, FloatType.Float32, options) { SamplesPerUnit = 2, AlsoScores = true },
            models.Tune(ToySteps.Dpo, options));
    }

    [Fact]
    public void Estimate_OfDpoWithLora_IsCloseToWhatItTakes()
    {
        var options = new DpoOptions { BatchSize = 8, MaxLength = Length, Lora = new LoraOptions { Rank = 4 } };
        AssertClose(
            new TuningWork(Config, FloatType.Float32, options) { SamplesPerUnit = 2, AlsoScores = true },
            models.Tune(ToySteps.Dpo, options));
    }

    /// <summary>Where parts have one pair of many, scoring all of them together would take the most.</summary>
    [Theory]
    [InlineData(1, null)]
    [InlineData(32, 2 * Length)]
    public void Estimate_OfARewardModel_IsCloseToWhatItTakes(int copies, int? tokens)
    {
        var rows = models.Lab.Rows<LabelRow>(models.Labels, RowFile.Labels);
        var labels = models.Lab.Give(RowFile.Labels, Enumerable.Repeat(rows, copies).SelectMany(copy => copy));
        var options = new RewardModelOptions
        {
            BatchSize = 8 * copies, MaxLength = Length, MicroBatchTokens = tokens,
        };
        var spec = models.RewardModel(options);
        AssertClose(
            new TuningWork(Config, FloatType.Float32, options)
            {
                SamplesPerUnit = 2, ScoresVocabulary = false, AlsoScores = true,
            },
            spec with { Inputs = new Dictionary<string, OutputRef>(spec.Inputs) { ["labels"] = labels } });
    }

    /// <summary>Answers of many questions, and one update for each few of them: scoring takes the most.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData(8 * Length, null)]
    [InlineData(8 * Length, 8)]
    public void Estimate_OfPpo_IsCloseToWhatItTakes(int? tokens, int? generated)
    {
        var options = new PpoOptions
        {
            Rollouts = 1,
            RolloutSize = 256,
            GenerationBatchSize = generated,
            MiniBatches = 64,
            PpoEpochs = 1,
            MaxPromptLength = Length / 2,
            MaxNewTokens = Length / 2,
            MicroBatchTokens = tokens,
        };
        AssertClose(new PpoWork(Config, FloatType.Float32, options) { Reward = Config }, models.Ppo(options));
    }

    private void AssertClose(StepWork work, StepSpec spec)
    {
        using var meter = LibTorch.MeasureMemory();
        models.Lab.RunAgain(spec);
        var (estimate, measured) = (work.Estimate(lengthShare: 1), meter.PeakBytes);
        Assert.True(
            estimate.Total >= 0.8 * measured && estimate.Total <= 1.5 * measured,
            $"{estimate} of {estimate.Total} bytes, measured were {measured}");
    }
}
