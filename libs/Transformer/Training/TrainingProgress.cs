namespace WeakToStrong.Transformer.Training;

/// <summary>Reported after every update.</summary>
public sealed record TrainingProgress
{
    /// <summary>Updates made, this one included.</summary>
    public required int Update { get; init; }

    /// <summary>Updates in all.</summary>
    public required int TotalUpdates { get; init; }

    /// <summary>
    /// By name, in ordinal order: loss, grad_norm, learning_rate, epoch (passes over the data, with fraction),
    /// num_tokens (read since the beginning), and what the loss reports.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }
}
