namespace WeakToStrong.Transformer.Models;

/// <summary>
/// Named model sizes, smallest first; parameter counts hold for a vocabulary of a few hundred tokens.
/// </summary>
public static class Presets
{
    private static readonly (string Name, int Hidden, int Layers, int Heads, int Intermediate)[] Table =
    [
        ("pico", 64, 2, 4, 168),     // 0.1 M
        ("nano", 80, 2, 4, 216),     // 0.2 M
        ("micro", 192, 2, 6, 512),   // 0.9 M
        ("mini", 256, 4, 8, 688),    // 3 M
        ("small", 384, 6, 6, 1024),  // 11 M
        ("base", 576, 8, 9, 1536)    // 32 M
    ];

    /// <summary>The known names, smallest model first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>
    /// The shape of a preset for a vocabulary. Embeddings are tied, every query head has its own key head.
    /// </summary>
    /// <exception cref="ArgumentException">There is no preset of that name.</exception>
    public static ModelConfig Get(string name, int vocabularySize)
    {
        var found = Array.FindIndex(Table, row => row.Name == name);
        if (found < 0)
            throw new ArgumentException($"unknown model preset '{name}'; known: {string.Join(", ", Names)}");
        var (_, hidden, layers, heads, intermediate) = Table[found];
        return new ModelConfig
        {
            VocabularySize = vocabularySize,
            HiddenSize = hidden,
            IntermediateSize = intermediate,
            Layers = layers,
            Heads = heads,
            KeyValueHeads = heads,
            HeadDim = hidden / heads
        }.Validated();
    }
}
