using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.W2s.Tests;

/// <summary>A tiny model in Hugging Face layout, written without libtorch.</summary>
internal static class ModelFolder
{
    public const string Weights = "model.safetensors";

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var tokenizer = BpeTrainer.Train(["a bird sings"], new BpeTrainerOptions
        {
            VocabularySize = 300,
            MinimumFrequency = 1,
            SpecialTokens = ["<eos>"],
            Names = new SpecialTokenNames { EndOfSequence = "<eos>" },
        });
        TokenizerFiles.Save(tokenizer, folder);
        var config = Config(tokenizer);
        config.ToHuggingFace().Save(folder);
        WriteWeights(folder, config);
    }

    /// <summary>Writes weights of zeros for another width than the configuration says.</summary>
    public static void WriteWeightsOfAnotherWidth(string folder)
    {
        var config = ModelConfig.FromHuggingFace(HuggingFaceConfig.Load(folder));
        WriteWeights(folder, config with { HiddenSize = config.HiddenSize + 2 });
    }

    private static ModelConfig Config(Tokenizer tokenizer) => new()
    {
        VocabularySize = tokenizer.VocabularySize,
        HiddenSize = 8,
        IntermediateSize = 16,
        Layers = 1,
        Heads = 2,
        KeyValueHeads = 1,
        HeadDim = 4,
        MaxPositions = 64,
        EosTokenIds = [tokenizer.EndOfSequenceId!.Value],
    };

    private static void WriteWeights(string folder, ModelConfig config) =>
        SafetensorsWriter.Write(
            Path.Combine(folder, Weights),
            LlamaLayout.Parameters(config).Select(parameter => SafetensorsSource.FromMemory(
                parameter.Name, SafetensorsType.F32, parameter.Shape, new byte[parameter.Length * sizeof(float)])));
}
