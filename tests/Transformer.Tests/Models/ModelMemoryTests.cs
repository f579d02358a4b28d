using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Generation;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Transformer.Tests.Models;

/// <summary>What is reckoned, against what libtorch says it allocated.</summary>
public sealed class ModelMemoryTests
{
    private const double Least = 0.8;
    private const double Most = 1.5;

    private static readonly ModelConfig Deep = Golden.TinyConfig() with
    {
        VocabularySize = 512,
        HiddenSize = 96,
        IntermediateSize = 256,
        Layers = 6,
        HeadDim = 24,
        MaxPositions = 128
    };

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, false)]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.BFloat16, true)]
    public void TrainingPass_OfADeepModel_IsCloseToWhatItTakes(ScalarType type, bool checkpoints)
    {
        var samples = Golden.MakeSamples(Deep, 100, 100, 80, 80);
        CompareTraining(Deep, type, samples, checkpoints);
    }

    [Theory]
    [InlineData(1 << 13)]
    [InlineData(1 << 16)]
    public void TrainingPass_OfAWideVocabulary_IsCloseToWhatItTakes(int vocabulary)
    {
        var config = Deep with { VocabularySize = vocabulary, Layers = 1, HiddenSize = 32, HeadDim = 8 };
        CompareTraining(config, ScalarType.Float32, Golden.MakeSamples(config, 128, 128, 128), checkpoints: false);
    }

    [Theory]
    [InlineData(ScalarType.Float32, 0)]
    [InlineData(ScalarType.Float32, 1)]
    [InlineData(ScalarType.BFloat16, 0)]
    public void Generation_OfABatch_IsCloseToWhatItTakes(ScalarType type, double temperature)
    {
        using var meter = LibTorch.MeasureMemory();
        using var model = LlamaModel.Create(Deep, seed: 3, type);
        int[] prompt = [.. Enumerable.Range(2, 90)];
        new SequenceGenerator(model).Generate(
            [.. Enumerable.Repeat(prompt, 12)],
            new GenerationOptions { MaxNewTokens = 20, BatchSize = 12, Temperature = temperature });
        var memory = new ModelMemory(Deep, type == ScalarType.BFloat16 ? 2 : 4);
        var estimate = memory.Generation(12, 90, 20, isGreedy: temperature == 0) with { Weights = memory.Weights };
        AssertClose(estimate, meter.PeakBytes);
    }

    [Fact]
    public void TrainingState_InBfloat16_HasMasterWeights()
    {
        var memory = new ModelMemory(Deep, 2);
        var state = memory.TrainingState();
        Assert.Equal(2 * memory.ParameterCount, state.Weights);
        Assert.Equal(2 * memory.ParameterCount, state.Gradients);
        Assert.Equal(12 * memory.ParameterCount, state.Optimiser);
        Assert.Equal(12 * 1000, memory.TrainingState(trainable: 1000).Optimiser);
    }

    private static void CompareTraining(
        ModelConfig config, ScalarType type, IReadOnlyList<TokenSample> samples, bool checkpoints)
    {
        using var meter = LibTorch.MeasureMemory();
        using var model = LlamaModel.Create(config, seed: 3, type);
        model.CheckpointsActivations = checkpoints;
        using var optimiser = new AdamW(model.Parameters, new AdamWOptions());
        using (torch.NewDisposeScope())
        {
            var batch = model.Batch(samples);
            LogProbabilities.PerToken(model, batch).sum().backward();
            optimiser.Update(1e-3);
        }
        var memory = new ModelMemory(config, type switch
        {
            ScalarType.Float64 => 8,
            ScalarType.Float32 => 4,
            _ => 2
        });
        var pass = memory.TrainingPass(
            samples.Sum(sample => sample.Length), samples.Sum(sample => sample.TargetCount), checkpoints);
        AssertClose(memory.TrainingState() with { Activations = pass.Activations, Logits = pass.Logits },
            meter.PeakBytes);
    }

    private static void AssertClose(MemoryEstimate estimate, long measured) => Assert.True(
        estimate.Total >= Least * measured && estimate.Total <= Most * measured,
        $"{estimate} of {estimate.Total} bytes, measured were {measured}");
}
