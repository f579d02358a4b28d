using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Dpo;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.RewardModel;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Tests.Steps;

/// <summary>A checkpoint of any family goes from import through every method, and stays of its family.</summary>
[Collection(TensorTests.Name)]
public sealed class FamilyTests(ToyModels models) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-families-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(ModelFamily.Llama, "Llama")]
    [InlineData(ModelFamily.Mistral, "Mistral")]
    [InlineData(ModelFamily.Qwen2, "Qwen2")]
    [InlineData(ModelFamily.Qwen3, "Qwen3")]
    public void Steps_OnAModelOfAFamily_TuneIt(ModelFamily family, string prefix)
    {
        var student = Import(family);
        var from = new Dictionary<string, OutputRef> { ["model"] = student, ["labels"] = models.Labels };
        var sft = Run("sft", new SftOptions { Epochs = 1, BatchSize = 4, LearningRate = 1e-3 }, from);
        var dpo = Run("dpo", new DpoOptions { Epochs = 1, BatchSize = 4, LearningRate = 1e-3 }, from);
        var reward = Run(
            RewardModelStep.Kind, new RewardModelOptions { Epochs = 1, BatchSize = 4, LearningRate = 1e-3 },
            new(from) { ["held_out"] = models.HeldOut });
        var ppo = Run(
            "ppo",
            new PpoOptions
            {
                Rollouts = 1, RolloutSize = 4, MiniBatches = 1, PpoEpochs = 1, MaxNewTokens = 4, LearningRate = 1e-3,
            },
            new(from) { ["reward"] = reward });

        Assert.All(
            [sft, dpo, ppo],
            tuned => Assert.Equal(prefix + "ForCausalLM", Check(student, tuned).Architecture));
        Assert.Equal(prefix + "ForSequenceClassification", Check(student, reward).Architecture);
    }

    private OutputRef Import(ModelFamily family)
    {
        using var toy = ModelFolder.Load(models.Lab.Folder(models.Base), new ComputeOptions().Applied());
        var config = toy.Model.Config with
        {
            Family = family,
            HiddenSize = 16,
            IntermediateSize = 24,
            Heads = 4,
            KeyValueHeads = 2,
            HeadDim = 6,
            AttentionBias = family is ModelFamily.Llama or ModelFamily.Qwen3,
            FeedForwardBias = family == ModelFamily.Llama,
            SlidingWindow = family == ModelFamily.Mistral ? 4 : null,
            TieEmbeddings = family == ModelFamily.Qwen2,
        };
        using var model = LlamaModel.Create(config, seed: 3);
        toy.Save(model, _folder.FullName);
        var files = _folder.GetFiles().ToDictionary(
            file => file.Name, file => new InputFile(file.FullName, Digests.OfFile(file.FullName)));
        return models.Lab.Run(models.Lab.Spec(
            ImportModelStep.Kind, new ImportModelOptions { Templates = toy.Templates, Compute = null }, files: files))
            .Output("model");
    }

    private OutputRef Run(string kind, object options, Dictionary<string, OutputRef> inputs) =>
        models.Lab.Run(models.Lab.Spec(kind, options, inputs)).Output("model");

    // Every tensor of the student's trunk has moved, biases and norms of heads among them.
    private HuggingFaceConfig Check(OutputRef student, OutputRef tuned)
    {
        using var before = LlamaCheckpoint.Load(models.Lab.Folder(student));
        using var after = LlamaCheckpoint.Load(models.Lab.Folder(tuned));
        Assert.All(
            before.Parameters.Specs.Where(spec => spec.Name != LlamaLayout.OutputHead),
            spec => Assert.NotEqual(
                LibTorch.Checksum(before.Parameters[spec.Name].Value),
                LibTorch.Checksum(after.Parameters[spec.Name].Value)));
        return HuggingFaceConfig.Load(models.Lab.Folder(tuned));
    }
}
