namespace WeakToStrong.Transformer.Training;

/// <summary>One update as a ledger enters it.</summary>
public sealed record UpdateRecord
{
    /// <summary>From 1.</summary>
    public required int Update { get; init; }

    /// <summary>Pass over the data, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>Place of the batch in its epoch, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>Sample numbers of the batch.</summary>
    public required IReadOnlyList<int> Samples { get; init; }

    /// <summary>loss, grad_norm, learning_rate, and what the loss reported.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Read since the beginning.</summary>
    public required long TokenCount { get; init; }
}
