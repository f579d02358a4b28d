namespace WeakToStrong.Transformer.Training;

/// <summary>What a finished run reports.</summary>
public sealed record TrainingSummary
{
    /// <summary>Updates made, over all attempts.</summary>
    public required int Updates { get; init; }

    /// <summary>Tokens read, over all attempts.</summary>
    public required long TokenCount { get; init; }

    /// <summary>Mean of the updates' losses.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Metrics of the last update.</summary>
    public required IReadOnlyDictionary<string, double> LastMetrics { get; init; }

    /// <summary>The method's own values at the end.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }
}
