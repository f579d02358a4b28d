using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Tests.Steps;

/// <summary>Options that save memory: what they leave as it is.</summary>
[Collection(TensorTests.Name)]
public sealed class MemoryOptionTests(ToyModels models)
{
    private static readonly DpoOptions Dpo = new() { Epochs = 2, BatchSize = 3, SftCoefficient = 0.1 };

    [Fact]
    public void Options_NotGiven_AreNotInTheKey()
    {
        foreach (var name in (string[])[ToySteps.Sft, ToySteps.Dpo, ToySteps.PpoWithCritic, ToySteps.Reward])
        {
            var text = models.Spec(name).Options.ToJsonString();
            Assert.DoesNotContain("micro_batch_tokens", text, StringComparison.Ordinal);
            Assert.DoesNotContain("activation_checkpointing", text, StringComparison.Ordinal);
        }
    }

    /// <summary>A pair has 28 tokens or so: one and two of them at a time, and the three of a batch at once.</summary>
    [Fact]
    public void Dpo_ByTokens_MakesTheSameModel()
    {
        var exact = Dpo with { Compute = new ComputeOptions { Dtype = FloatType.Float64 } };
        using var scope = torch.NewDisposeScope();
        var whole = Weights(exact);
        Assert.InRange(Gap(Weights(exact with { MicroBatchTokens = 1 }), whole), 0, 1e-6);
        Assert.InRange(Gap(Weights(exact with { MicroBatchTokens = 60 }), whole), 0, 1e-6);
        Assert.True(Gap(Weights(exact with { Epochs = 1 }), whole) > 1e-4);

        Tensor Weights(DpoOptions options)
        {
            using var model = Model(models.Tune(ToySteps.Dpo, options));
            return model.Parameters.Values.clone();
        }

        static double Gap(Tensor one, Tensor other) => (one - other).abs().max().ToDouble();
    }

    [Theory]
    [InlineData(ToySteps.Sft)]
    [InlineData(ToySteps.Dpo)]
    [InlineData(ToySteps.Reward)]
    public void ActivationCheckpointing_OfAStep_LeavesItsModelToTheBit(string kind)
    {
        TuningOptions options = kind switch
        {
            ToySteps.Sft => new SftOptions { BatchSize = 4 },
            ToySteps.Dpo => Dpo,
            _ => new RewardModelOptions { BatchSize = 4 },
        };
        Assert.Equal(
            Checksum(Spec(kind, options)), Checksum(Spec(kind, options with { ActivationCheckpointing = true })));
    }

    [Fact]
    public void Bfloat16_OfAStep_SavesBfloat16CloseToFloat32()
    {
        var wide = models.Lab.Run(models.Tune(ToySteps.Sft, new SftOptions { BatchSize = 4 })).Output("model");
        var narrow = models.Lab.Run(models.Spec(ToySteps.SftSaving)).Output("model");
        using var file = SafetensorsFile.Open(Path.Combine(models.Lab.Folder(narrow), "model.safetensors"));
        Assert.All(file.Entries, entry => Assert.Equal(SafetensorsType.BF16, entry.Type));
        using var expected = LlamaCheckpoint.Load(models.Lab.Folder(wide));
        using var actual = LlamaCheckpoint.Load(models.Lab.Folder(narrow));
        using var scope = torch.NewDisposeScope();
        var gap = (actual.Parameters.Values - expected.Parameters.Values).norm().ToDouble();
        Assert.InRange(gap / expected.Parameters.Values.norm().ToDouble(), 1e-5, 0.02);
    }

    [Fact]
    public void Bfloat16_OfSampling_MakesTheSameAnswersAgain()
    {
        var spec = models.Lab.Spec(
            SampleAnswersStep.Kind,
            new SamplingOptions
            {
                Temperature = 1, MaxNewTokens = 8, BatchSize = 3, Compute = new() { Dtype = FloatType.Bfloat16 },
            },
            new() { ["model"] = models.Base, ["questions"] = models.Questions });
        var rows = models.Lab.Rows<SampleRow>(models.Lab.Run(spec).Output("samples"), RowFile.Samples);
        Assert.All(rows, row => Assert.NotEmpty(row.Completion));
        Assert.Null(models.Lab.RunAgain(spec).Divergence);
    }

    private StepSpec Spec(string kind, TuningOptions options) => kind == ToySteps.Reward
        ? models.RewardModel((RewardModelOptions)options)
        : models.Tune(kind, options);

    private ulong Checksum(StepSpec spec)
    {
        using var model = Model(spec);
        return model.Parameters.Checksum();
    }

    private LlamaModel Model(StepSpec spec) =>
        LlamaCheckpoint.Load(models.Lab.Folder(models.Lab.Run(spec).Output("model")));
}
