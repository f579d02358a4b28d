using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Tests.Models;

/// <summary>Reads golden files; the scripts that made them lie beside them.</summary>
internal static class Golden
{
    /// <summary>A golden folder or file of a test folder.</summary>
    public static string PathOf(string name, string folder = "Models") =>
        Path.Combine(AppContext.BaseDirectory, folder, "golden", name);

    /// <summary>A copy of a tensor, owned by the current scope.</summary>
    public static Tensor Read(SafetensorsFile file, string name)
    {
        var entry = file.Get(name);
        var type = entry.Type switch
        {
            SafetensorsType.F32 => ScalarType.Float32,
            SafetensorsType.F64 => ScalarType.Float64,
            _ => ScalarType.Int64
        };
        return LibTorch.FromMemory(file.Address(entry), type, [.. entry.Shape], owner: null).clone();
    }

    /// <summary>The golden models' samples, every token but the first a target.</summary>
    public static TokenSample[] Samples(SafetensorsFile file)
    {
        var tokens = Read(file, "tokens").data<long>().ToArray();
        var start = 0;
        return [.. Read(file, "lengths").data<long>().ToArray().Select((length, index) =>
        {
            var sample = tokens.Skip(start).Take((int)length).Select(token => (int)token).ToArray();
            start += (int)length;
            return TokenSample.ForPretraining($"sample {index}", sample);
        })];
    }

    /// <summary>The largest difference between two tensors of one shape.</summary>
    public static double Difference(Tensor actual, Tensor expected)
    {
        Assert.Equal(expected.shape, actual.shape);
        return actual.@double().sub(expected.@double()).abs().max().ToDouble();
    }

    /// <summary>A tiny model, small enough for every combination of tests.</summary>
    public static ModelConfig TinyConfig(int keyValueHeads = 2) => new()
    {
        VocabularySize = 31,
        HiddenSize = 24,
        IntermediateSize = 40,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = keyValueHeads,
        HeadDim = 6,
        MaxPositions = 64,
        EosTokenIds = [1]
    };

    /// <summary>Deterministic samples of given lengths, the second half of each a target.</summary>
    public static TokenSample[] MakeSamples(ModelConfig config, params int[] lengths) =>
        [.. lengths.Select((length, index) => TokenSample.AfterPrompt(
            $"sample {index}",
            [.. Enumerable.Range(0, length).Select(t => 2 + (7 * index + 5 * t * t + t) % (config.VocabularySize - 2))],
            length / 2))];
}
