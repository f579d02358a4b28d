using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// The ledger of a replay: updates are compared with recorded ones and nothing is written. It begins after a chosen
/// entry and ends after so many.
/// </summary>
/// <param name="recorded">What was entered when the step was executed first.</param>
/// <param name="begin">Entries that lie before the replay: a checkpoint beyond them is passed over.</param>
/// <param name="end">The replay ends when the entry before this place is made.</param>
/// <param name="weightsPath">Where to keep the weights of the last entry; null: nowhere.</param>
internal sealed class ReplayLedger(LedgerReader recorded, long begin, long end, string? weightsPath = null) : ILedger
{
    private readonly IReadOnlyDictionary<(string Stage, long Update), long> _places = recorded.Places();

    /// <summary>Updates made from the beginning on.</summary>
    public long Count { get; private set; }

    /// <summary>The first entry that differs.</summary>
    public ReplayDifference? Difference { get; private set; }

    /// <summary>Largest relative difference of an entry to its record.</summary>
    public double LargestDifference { get; private set; }

    /// <summary>Rows of the last entry.</summary>
    public IReadOnlyList<string> Rows { get; private set; } = [];

    /// <summary>The last entry that was made.</summary>
    public LedgerEntry? Last { get; private set; }

    public LedgerAnswer Append(LedgerEntry entry, IReadOnlyList<string> rows)
    {
        if (!_places.TryGetValue((entry.Stage, entry.Update), out var place))
            place = recorded.Count;
        if (place >= begin)
            Count++;
        if (place < recorded.Count)
            Compare(place, recorded[place], entry, rows);
        var isLast = place + 1 >= end;
        (Rows, Last) = (rows, entry);
        return new LedgerAnswer(isLast ? weightsPath : null, isLast);
    }

    public void Flush()
    {
        // Nothing is written.
    }

    public long Reach(string stage) =>
        _places.Where(place => place.Key.Stage == stage && place.Value < begin)
            .Select(place => place.Key.Update).DefaultIfEmpty(0).Max();

    private void Compare(long place, LedgerEntry before, LedgerEntry now, IReadOnlyList<string> rows)
    {
        if (before.DifferencesTo(now).Count == 0)
            return;
        Difference ??= new ReplayDifference(place, before, now, rows);
        LargestDifference = Differences.Larger(LargestDifference, Differences.Relative(before, now));
    }
}

/// <summary>An update that a replay made otherwise.</summary>
/// <param name="Place">In the ledger.</param>
/// <param name="Recorded">What was entered first.</param>
/// <param name="Found">What was made instead.</param>
/// <param name="Rows">Ids of the batch's rows.</param>
internal sealed record ReplayDifference(
    long Place, LedgerEntry Recorded, LedgerEntry Found, IReadOnlyList<string> Rows);
