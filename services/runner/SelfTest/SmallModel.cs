using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.SelfTest;

/// <summary>The shape and the samples that the checks of whole models share.</summary>
internal static class SmallModel
{
    private const int LongestPrompt = 9;

    public static ModelConfig Config { get; } = new()
    {
        VocabularySize = 211,
        HiddenSize = 64,
        IntermediateSize = 160,
        Layers = 3,
        Heads = 4,
        KeyValueHeads = 2,
        HeadDim = 16,
        TieEmbeddings = false,
        MaxPositions = 128,
    };

    /// <summary>Prompts of different lengths.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Prompts(int count) =>
        [.. Enumerable.Range(0, count).Select(row => Tokens(row, LongestPrompt - row % 4))];

    /// <summary>As many answers to such prompts, of different lengths.</summary>
    public static IReadOnlyList<TokenSample> Answers(int count) =>
    [
        .. Prompts(count).Select((prompt, row) =>
            TokenSample.ForResponse($"row {row}", prompt, Tokens(row + count, 5 + row % 3))),
    ];

    // Spread over the vocabulary, without a pattern that a position could be told by.
    private static int[] Tokens(int row, int length) =>
        [.. Enumerable.Range(0, length).Select(place => (row * 53 + place * place * 17 + 7) % Config.VocabularySize)];
}
