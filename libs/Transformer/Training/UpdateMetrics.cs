namespace WeakToStrong.Transformer.Training;

/// <summary>What one update reports.</summary>
public sealed record UpdateMetrics
{
    /// <summary>By name, in ordinal order: loss, grad_norm, learning_rate, and what the loss reported.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>Tokens the model read.</summary>
    public required long TokenCount { get; init; }
}
