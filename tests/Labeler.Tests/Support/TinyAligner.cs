using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Labeler.Tests.Support;

/// <summary>
/// A model in Hugging Face layout that corrects everything to the same sentence: its layers add nothing, embeddings are
/// one-hot, and the output head has for each token the one that follows it.
/// </summary>
internal static class TinyAligner
{
    /// <summary>Its last characters take several tokens each.</summary>
    public const string Correction = "A kind answer é日!";

    /// <summary>Tokens of the correction, its end included.</summary>
    public static int CorrectionTokens => Chain(MakeTokenizer()).Length;

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var tokenizer = MakeTokenizer();
        TokenizerFiles.Save(tokenizer, folder);
        var config = Config(tokenizer);
        config.ToHuggingFace().Save(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            LlamaLayout.Parameters(config).Select(parameter => SafetensorsSource.FromMemory(
                parameter.Name, SafetensorsType.F32, parameter.Shape, Bytes(parameter, Chain(tokenizer)))));
    }

    private static Tokenizer MakeTokenizer() => BpeTrainer.Train([" A kind answer"], new BpeTrainerOptions
    {
        VocabularySize = 300,
        MinimumFrequency = 1,
        SpecialTokens = ["<eos>"],
        Names = new SpecialTokenNames { EndOfSequence = "<eos>" },
    });

    private static int[] Chain(Tokenizer tokenizer) =>
        [.. tokenizer.Encode(" " + Correction), tokenizer.EndOfSequenceId!.Value];

    private static ModelConfig Config(Tokenizer tokenizer) => new()
    {
        VocabularySize = tokenizer.VocabularySize,
        HiddenSize = tokenizer.VocabularySize,
        IntermediateSize = 16,
        Layers = 1,
        Heads = 2,
        KeyValueHeads = 1,
        HeadDim = 4,
        MaxPositions = 512,
        TieEmbeddings = false,
        EosTokenIds = [tokenizer.EndOfSequenceId!.Value],
    };

    private static byte[] Bytes(ParameterSpec parameter, int[] chain)
    {
        var values = new float[parameter.Length];
        var width = parameter.Shape[^1];
        if (parameter.Name.Contains("norm", StringComparison.Ordinal))
            Array.Fill(values, 1);
        else if (parameter.Name is LlamaLayout.Embedding or LlamaLayout.OutputHead)
            for (var token = 0; token < width; token++)
                values[(RowOf(parameter.Name, token, chain) * width) + token] = 1;
        var bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    // Whatever stands outside the sentence is followed by its beginning.
    private static int RowOf(string name, int token, int[] chain) =>
        name == LlamaLayout.Embedding ? token : chain[(Array.IndexOf(chain, token) + 1) % chain.Length];
}
