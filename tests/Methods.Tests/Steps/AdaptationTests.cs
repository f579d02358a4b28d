using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Tests.Steps;

/// <summary>Steps that train an adapter: what they make, what it costs, and that they learn.</summary>
[Collection(TensorTests.Name)]
public sealed class AdaptationTests(ToyModels models)
{
    private static readonly LoraOptions Lora = new() { Rank = 4, Alpha = 8 };

    [Theory]
    [InlineData(ToySteps.SftWithLora)]
    [InlineData(ToySteps.DpoWithLora)]
    [InlineData(ToySteps.PpoWithLora)]
    public void Output_OfAStepWithAnAdapter_IsTheBaseWithItMerged(string name)
    {
        var output = models.Lab.Folder(models.Lab.Run(models.Spec(name)).Output("model"));
        var adapter = Path.Combine(output, "adapter");
        Assert.Equal(
            ["adapter_config.json", "adapter_model.safetensors"],
            Directory.GetFiles(adapter).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var merged = LogProbabilityOf(output, adapter: null);
        Assert.Equal(merged, LogProbabilityOf(models.Lab.Folder(models.Base), adapter), 1e-4);
        Assert.NotEqual(merged, LogProbabilityOf(models.Lab.Folder(models.Base), adapter: null), 1e-3);
    }

    [Fact]
    public void Load_FolderWithAnAdapterBesideTheWeights_MergesIt()
    {
        var output = models.Lab.Folder(models.Lab.Run(models.Spec(ToySteps.SftWithLora)).Output("model"));
        var both = Directory.CreateTempSubdirectory("w2s-adapted-").FullName;
        foreach (var file in Directory.GetFiles(models.Lab.Folder(models.Base)))
            File.Copy(file, Path.Combine(both, Path.GetFileName(file)));
        foreach (var file in Directory.GetFiles(Path.Combine(output, "adapter")))
            File.Copy(file, Path.Combine(both, Path.GetFileName(file)));

        Assert.Equal(LogProbabilityOf(output, adapter: null), LogProbabilityOf(both, adapter: null), 1e-4);
        Directory.Delete(both, recursive: true);
    }

    [Fact]
    public void Sft_WithAnAdapter_LowersTheLoss()
    {
        var losses = Metric(models.Tune("sft", new SftOptions
        {
            Epochs = 8, BatchSize = 4, LearningRate = 3e-3, Lora = Lora,
        }), "loss");
        Assert.True(losses[^1] < 0.5 * losses[0], $"{losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Dpo_WithAnAdapter_StartsAtTheReferenceAndRaisesTheMargin()
    {
        var margins = Metric(models.Tune("dpo", new DpoOptions
        {
            Epochs = 10, BatchSize = 4, LearningRate = 2e-3, Lora = Lora,
        }), "rewards/margins");
        Assert.Equal(0, margins[0], 1e-4);
        Assert.True(margins[^1] > 0.2, $"{margins[^1]}");
    }

    [Fact]
    public void RewardModel_WithAnAdapter_TellsOtherPairsApart()
    {
        var step = models.Lab.Run(models.RewardModel(new RewardModelOptions
        {
            Epochs = 8, BatchSize = 4, LearningRate = 3e-3, Lora = Lora,
        }));
        var summary = RewardModelSummary.Read(models.Lab.Folder(step.Output("model")));
        Assert.Equal(1, summary.TrainingAccuracy);
        Assert.Equal(1, summary.HeldOutAccuracy);
    }

    [Theory]
    [InlineData(ValueInitialisation.Policy)]
    [InlineData(ValueInitialisation.RewardModel)]
    public void Ppo_WithAnAdapter_StartsAtTheReferenceAndRaisesTheReward(ValueInitialisation valueFrom)
    {
        var spec = models.Ppo(new PpoOptions
        {
            Rollouts = 10, RolloutSize = 32, MaxNewTokens = 8, LearningRate = 3e-3, ValueFrom = valueFrom, Lora = Lora,
        });
        var scores = Metric(spec, "objective/scores");
        Assert.Equal(0, Metric(spec, "objective/kl")[0]);
        Assert.True(scores[^1] > scores[0] + 0.3, $"{scores[0]} to {scores[^1]}");
    }

    /// <summary>Four sequences of a micro-batch each: DPO needs no second model.</summary>
    [Fact]
    public void Peak_OfDpoWithAnAdapter_IsThatOfSft()
    {
        var sft = Peak(models.Tune("sft", new SftOptions { Epochs = 1, BatchSize = 4, Lora = Lora }));
        var dpo = Peak(models.Tune("dpo", new DpoOptions { Epochs = 1, BatchSize = 2, Lora = Lora }));
        Assert.InRange(dpo / (double)sft, 0.7, 1.3);
    }

    [Fact]
    public void Peak_OfAStepWithAnAdapter_HasNoGradientsMomentsOrCopiesOfTheBase()
    {
        var weights = new FileInfo(Path.Combine(models.Lab.Folder(models.Base), "model.safetensors")).Length;
        var whole = Peak(models.Tune("sft", new SftOptions { Epochs = 1, BatchSize = 1 }));
        var adapted = Peak(models.Tune("sft", new SftOptions { Epochs = 1, BatchSize = 1, Lora = Lora }));
        Assert.True(whole - adapted > 2 * weights, $"{whole} and {adapted} with weights of {weights}");

        var ppo = new PpoOptions { Rollouts = 1, RolloutSize = 2, MaxNewTokens = 4 };
        var (wholePpo, adaptedPpo) = (Peak(models.Ppo(ppo)), Peak(models.Ppo(ppo with { Lora = Lora })));
        Assert.True(wholePpo - adaptedPpo > 3 * weights, $"{wholePpo} and {adaptedPpo} with weights of {weights}");
    }

    [Fact]
    public void Manifest_OfAStepWithAnAdapter_NamesItsStreams()
    {
        var plain = models.Lab.Executor.Manifest(models.Spec(ToySteps.Sft)).Streams.Keys;
        var adapted = models.Lab.Executor.Manifest(models.Spec(ToySteps.SftWithLora)).Streams.Keys;
        Assert.Equal(["batch-plan/{epoch}"], plain);
        Assert.Equal(["batch-plan/{epoch}", "init/{tensor}", "lora/dropout/{stage}/{update}/{row}/{layer}"], adapted);
    }

    [Fact]
    public void Options_WithoutAnAdapter_DoNotSayIt()
    {
        Assert.False(models.Spec(ToySteps.Sft).Options.ContainsKey("lora"));
        Assert.False(models.Spec(ToySteps.PpoWithCritic).Options.ContainsKey("lora"));
        Assert.True(models.Spec(ToySteps.PpoWithLora).Options.ContainsKey("lora"));
    }

    private double[] Metric(StepSpec spec, string name) =>
        [.. models.Lab.RunAndWatch(spec).Select(progress => progress.Metrics[name])];

    private long Peak(StepSpec spec)
    {
        using var meter = LibTorch.MeasureMemory();
        models.Lab.RunAgain(spec);
        return meter.PeakBytes;
    }

    private static double LogProbabilityOf(string model, string? adapter)
    {
        using var folder = ModelFolder.Load(model, new ComputeOptions().Applied(), adapter);
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var label = ToyModels.Label("sun");
        var sample = new SampleEncoder(folder.Tokenizer, 64).Response(
            "sun", folder.Templates.ForAnswer(label.Prompt), label.Chosen);
        return LogProbabilities.PerToken(folder.Model, folder.Model.Batch([sample])).sum().ToDouble();
    }
}
