namespace WeakToStrong.Transformer.Tokenization.Normalization;

/// <summary>What happens to text before it is cut into words, step by step.</summary>
internal sealed class TextNormalizer(IReadOnlyList<NormalizerStep> steps)
{
    /// <summary>Leaves text as it is.</summary>
    public static TextNormalizer None { get; } = new([]);

    public IReadOnlyList<NormalizerStep> Steps => steps;

    public string Apply(string text)
    {
        foreach (var step in steps)
            text = step.Apply(text);
        return text;
    }
}
