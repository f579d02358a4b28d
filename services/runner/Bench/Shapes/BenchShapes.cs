using WeakToStrong.Experiments;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>The shapes by name, smallest first. All heads are 128 wide, and each has keys of its own.</summary>
internal static class BenchShapes
{
    private const int HeadDim = 128;

    private static readonly BenchShape[] All =
    [
        Make("10m", width: 384, layers: 4, inner: 1024, vocabulary: 8192, isTied: true, microBatchRows: 4),
        Make("0.5b", width: 1536, layers: 16, inner: 4096, vocabulary: 32_000, isTied: true, microBatchRows: 4),
        Make("1.5b", width: 2048, layers: 26, inner: 5632, vocabulary: 32_000, isTied: false, microBatchRows: 2) with
        {
            MfuGoal = 0.4,
        },
        Make("3b", width: 2560, layers: 36, inner: 6912, vocabulary: 32_000, isTied: false, microBatchRows: 1) with
        {
            MfuGoal = 0.4,
        },
        // Llama 2.
        Make("7b", width: 4096, layers: 32, inner: 11_008, vocabulary: 32_000, isTied: false, microBatchRows: 1) with
        {
            MfuGoal = 0.45,
        },
    ];

    /// <summary>What a device is measured with unless shapes are named: all but the one to try things out on.</summary>
    public static IReadOnlyList<BenchShape> Large => All[1..];

    /// <summary>The shapes of a list of names with commas, smallest first.</summary>
    /// <exception cref="InputException">There is none of a name.</exception>
    public static IReadOnlyList<BenchShape> Find(string names)
    {
        var wanted = names.Split(',', StringSplitOptions.TrimEntries);
        foreach (var name in wanted)
            if (!Array.Exists(All, shape => shape.Name == name))
                throw new InputException(
                    "--shape", line: null,
                    $"'{name}' is not a shape; allowed are {string.Join(", ", All.Select(shape => shape.Name))}");
        return [.. All.Where(shape => wanted.Contains(shape.Name))];
    }

    private static BenchShape Make(
        string name, int width, int layers, int inner, int vocabulary, bool isTied, int microBatchRows) => new()
        {
            Name = name,
            Config = new ModelConfig
            {
                VocabularySize = vocabulary,
                HiddenSize = width,
                IntermediateSize = inner,
                Layers = layers,
                Heads = width / HeadDim,
                KeyValueHeads = width / HeadDim,
                HeadDim = HeadDim,
                TieEmbeddings = isTied,
            },
            MicroBatchRows = microBatchRows,
        };
}
