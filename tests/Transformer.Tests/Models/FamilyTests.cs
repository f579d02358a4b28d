using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tests.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Models;

/// <summary>
/// Random checkpoints of every family against an independent implementation, see <c>golden/make_families.py</c>.
/// </summary>
public sealed class FamilyTests
{
    private static readonly string[] ComputedByTransformers =
    [
        "llama2", "llama3", "llama32-tied", "llama-biases", "mistral", "qwen2-tied-padded", "qwen2-yarn", "qwen3",
        "qwen3-biases-tied"
    ];

    /// <summary>Every golden language model.</summary>
    public static TheoryData<string> Names => [.. ComputedByTransformers, "qwen2-window", "qwen3-window"];

    /// <summary>Those that transformers has computed, too.</summary>
    public static TheoryData<string> NamesOfTransformers => [.. ComputedByTransformers];

    [Theory]
    [MemberData(nameof(Names))]
    public void PerToken_OfGoldenFamily_EqualsTheReference(string name)
    {
        var expected = Expected.Of(name);
        Assert.True(Differs(name, ScalarType.Float32, expected.Logprobs!) < 1e-4, "float32");
        Assert.True(Differs(name, ScalarType.Float64, expected.Logprobs!) < 1e-6, "float64");
    }

    /// <summary>transformers computes norms and rotations in float32 even where weights are float64.</summary>
    [Theory]
    [MemberData(nameof(NamesOfTransformers))]
    public void PerToken_OfGoldenFamily_EqualsTransformers(string name)
    {
        var expected = Expected.OfTransformers(name);
        Assert.True(Differs(name, ScalarType.Float32, expected.Logprobs!) < 1e-4, "float32");
        Assert.True(Differs(name, ScalarType.Float64, expected.Logprobs!) < 1e-5, "float64");
        Assert.Equal(Expected.Of(name).Greedy, expected.Greedy);
    }

    /// <summary>
    /// The same in 16 bits, which keep two to three digits; all but attention is made of operators there.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void PerToken_InBFloat16_IsNearTheReference(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var expected = Expected.Of(name);
        using var model = LlamaCheckpoint.Load(FolderOf(name), ScalarType.BFloat16);
        var batch = model.Batch([TokenSample.ForResponse(name, expected.PromptTokens, expected.CompletionTokens)]);
        var difference = LogProbabilities.PerToken(model, batch).to_type(ScalarType.Float64)
            .sub(torch.tensor(expected.Logprobs!)).abs().mean().ToDouble();
        Assert.True(difference < 0.1, $"{difference}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Generate_OfGoldenFamily_IsTheReferencesTokenForToken(string name)
    {
        var expected = Expected.Of(name);
        using var model = LlamaCheckpoint.Load(FolderOf(name), ScalarType.Float64);
        // Another prompt beside it: rows of unequal lengths share the cache.
        var generated = new SequenceGenerator(model).Generate(
            [expected.PromptTokens, expected.CompletionTokens],
            new GenerationOptions { MaxNewTokens = expected.Greedy!.Length })[0];
        Assert.Equal(expected.Greedy, generated.Tokens);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_OfGoldenFamily_IsTheSlopeOfTheLoss(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var model = LlamaCheckpoint.Load(FolderOf(name), ScalarType.Float64);
        var gradients = model.Parameters.RequireGradients();
        var samples = Golden.MakeSamples(model.Config, 21, 5);
        Loss().backward();
        var direction = torch.arange(model.Parameters.Length).to_type(ScalarType.Float64).mul(1.3).sin();
        var slope = gradients.mul(direction).sum().ToDouble();
        const double step = 1e-6;
        Assert.Equal((LossAt(step) - LossAt(-step)) / (2 * step), slope, Math.Abs(slope) * 1e-5 + 1e-7);

        Tensor Loss() => LogProbabilities.PerToken(model, model.Batch(samples)).mean().neg();

        double LossAt(double distance)
        {
            using var frozen = torch.no_grad();
            model.Parameters.Values.add_(direction * distance);
            var loss = Loss().ToDouble();
            model.Parameters.Values.add_(direction * -distance);
            return loss;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_OfSave_HasTheSameBitsAndConfig(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = LlamaCheckpoint.Load(FolderOf(name));
        LlamaCheckpoint.Save(model, folder.Path);
        using var loaded = LlamaCheckpoint.Load(folder.Path);
        Assert.Equal(model.Parameters.Checksum(), loaded.Parameters.Checksum());
        Assert.Equal(Text(model.Config), Text(loaded.Config));
        Assert.Equal(
            HuggingFaceConfig.Load(FolderOf(name)).Architecture, HuggingFaceConfig.Load(folder.Path).Architecture);

        static string Text(ModelConfig config) => JsonSerializer.Serialize(config);
    }

    [Theory]
    [InlineData(ModelFamily.Llama, true)]
    [InlineData(ModelFamily.Qwen2, false)]
    [InlineData(ModelFamily.Qwen3, true)]
    public void Create_OfAFamily_StartsBiasesAtZeroAndNormsAtOne(ModelFamily family, bool attentionBias)
    {
        using var scope = torch.NewDisposeScope();
        var config = Golden.TinyConfig() with { Family = family, AttentionBias = attentionBias };
        using var model = LlamaModel.Create(config, seed: 1);
        Assert.All(
            model.Parameters.Specs.Where(spec => spec.Shape.Length == 1),
            spec => Assert.All(
                model.Parameters[spec.Name].Value.detach().data<float>().ToArray(),
                value => Assert.Equal(spec.Name.EndsWith(".bias", StringComparison.Ordinal) ? 0 : 1, value)));
        Assert.Contains(model.Parameters.Specs, spec => spec.Name.EndsWith("q_proj.bias", StringComparison.Ordinal));
    }

    [Fact]
    public void Head_OfAClassifier_GivesTheReferencesScore()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var folder = new TemporaryFolder();
        var expected = Expected.Of("qwen2-reward");
        using var golden = LlamaCheckpoint.Load(FolderOf("qwen2-reward"));
        using var clone = golden.Clone();
        LlamaCheckpoint.Save(clone, folder.Path);
        using var model = LlamaCheckpoint.Load(folder.Path);
        var batch = model.Batch(
            [TokenSample.ForResponse("scored", expected.PromptTokens, expected.CompletionTokens)]);
        var score = model.Head(ScalarHeadSpec.Score).Apply(model.Hidden(batch, batch.LastIndex));
        Assert.Equal(expected.Score!.Value, score.ToDouble(), 1e-5);
        Assert.Equal(Expected.OfTransformers("qwen2-reward").Score!.Value, score.ToDouble(), 1e-5);
        Assert.Equal("Qwen2ForSequenceClassification", HuggingFaceConfig.Load(folder.Path).Architecture);
    }

    // Of log-probabilities of the completion.
    private static double Differs(string name, ScalarType type, double[] logProbabilities)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var expected = Expected.Of(name);
        using var model = LlamaCheckpoint.Load(FolderOf(name), type);
        var batch = model.Batch([TokenSample.ForResponse(name, expected.PromptTokens, expected.CompletionTokens)]);
        return Golden.Difference(LogProbabilities.PerToken(model, batch), torch.tensor(logProbabilities));
    }

    private static string FolderOf(string name) => Golden.PathOf(Path.Combine("families", name));

    private sealed record Expected(
        int[] PromptTokens, int[] CompletionTokens, double[]? Logprobs, int[]? Greedy, double? Score)
    {
        public static Expected Of(string name) => Read(name, "expected.json");

        public static Expected OfTransformers(string name) => Read(name, "transformers.json");

        private static Expected Read(string name, string file) => JsonSerializer.Deserialize<Expected>(
            File.ReadAllText(Path.Combine(FolderOf(name), file)), JsonSerializerOptions.Web)!;
    }
}
