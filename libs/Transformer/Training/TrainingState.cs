namespace WeakToStrong.Transformer.Training;

/// <summary>
/// Where a run stands between two updates, besides weights and moments. Data order and draws are functions of seed,
/// epoch and position, so no generator has a state to keep.
/// </summary>
public sealed record TrainingState
{
    /// <summary>Updates made.</summary>
    public int Update { get; set; }

    /// <summary>Epoch of the next batch, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Place of the next batch in its epoch, from 0.</summary>
    public int Position { get; set; }

    /// <summary>Running sums of the loop, by name.</summary>
    public SortedDictionary<string, double> Totals { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What the method itself must remember, by name, such as an adaptive coefficient.</summary>
    public SortedDictionary<string, double> Values { get; init; } = new(StringComparer.Ordinal);
}
