namespace WeakToStrong.Experiments.Proofs;

/// <summary>
/// Where a step enters its updates. A file for an execution; for an audit, a comparison with what was entered before.
/// </summary>
public interface ILedger
{
    /// <summary>Enters one update, after it was made and before anything of it is saved.</summary>
    /// <param name="entry">The update.</param>
    /// <param name="rows">Ids of the batch's rows.</param>
    /// <returns>What the step does next.</returns>
    LedgerAnswer Append(LedgerEntry entry, IReadOnlyList<string> rows);

    /// <summary>
    /// Puts what was entered on the disk. A checkpoint is saved after it, so that none is ahead of its ledger.
    /// </summary>
    void Flush();

    /// <summary>The last update of a stage that is entered; a checkpoint beyond it is passed over.</summary>
    long Reach(string stage);
}

/// <summary>What a step does after it entered an update.</summary>
/// <param name="SaveWeightsAs">A file to save all weights in, or null.</param>
/// <param name="MustStop">No more updates are wanted.</param>
public readonly record struct LedgerAnswer(string? SaveWeightsAs, bool MustStop)
{
    public static LedgerAnswer GoOn => default;
}
