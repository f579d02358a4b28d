namespace WeakToStrong.Transformer.Training;

/// <summary>
/// The loss of one micro-batch, as a sum over units. Sums can be accumulated over micro-batches of any sizes and
/// divided once, which gives exactly the mean over the whole batch.
/// </summary>
public sealed record BatchLoss
{
    /// <summary>[], with a gradient: the loss summed, not averaged, over the units.</summary>
    public required Tensor Sum { get; init; }

    /// <summary>How many units: tokens for cross-entropy, pairs for preferences. 0 for a batch without any.</summary>
    public required double Weight { get; init; }

    /// <summary>Tokens the model read, for the running count.</summary>
    public long TokenCount { get; init; }

    /// <summary>Further quantities to report.</summary>
    public IReadOnlyList<MetricSum> Metrics { get; init; } = [];
}
