using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Methods.Auditing;

/// <summary>
/// The ledger of a whole execution that is compared with a recorded one while it goes on: the weights of the first
/// update that differs are kept, as they are gone afterwards.
/// </summary>
/// <param name="recorded">What was entered when the step was executed first; null where there is nothing.</param>
/// <param name="written">What this execution enters.</param>
/// <param name="weightsPath">Where to keep the weights of the first difference.</param>
internal sealed class AuditLedger(LedgerReader? recorded, LedgerWriter written, string weightsPath) : ILedger
{
    private bool _hasDiverged;
    private long _next;
    private Dictionary<(string Stage, long Update), long>? _places;

    public LedgerAnswer Append(LedgerEntry entry, IReadOnlyList<string> rows)
    {
        written.Append(entry, rows);
        if (recorded is null || _hasDiverged || IsAsRecorded(entry))
            return LedgerAnswer.GoOn;
        _hasDiverged = true;
        return new LedgerAnswer(weightsPath, MustStop: false);
    }

    public void Flush() => written.Flush();

    public long Reach(string stage) => written.Reach(stage);

    private bool IsAsRecorded(LedgerEntry entry) =>
        RecordedLike(entry) is { } before && before.DifferencesTo(entry).Count == 0;

    private LedgerEntry? RecordedLike(LedgerEntry entry)
    {
        // One follows the other, but for the first after a resume.
        if (_next < recorded!.Count && recorded[_next] is var next
            && next.Stage == entry.Stage && next.Update == entry.Update)
        {
            _next++;
            return next;
        }
        _places ??= recorded.Entries().Index().ToDictionary(
            known => (known.Item.Stage, known.Item.Update), known => (long)known.Index);
        if (!_places.TryGetValue((entry.Stage, entry.Update), out var place))
            return null;
        _next = place + 1;
        return recorded[place];
    }
}

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
    private readonly Dictionary<(string Stage, long Update), long> _places = recorded.Entries().Index().ToDictionary(
        known => (known.Item.Stage, known.Item.Update), known => (long)known.Index);

    /// <summary>Updates made from the beginning on.</summary>
    public long Count { get; private set; }

    /// <summary>The first entry that differs, its place and what was made instead.</summary>
    public (long Place, LedgerEntry Recorded, LedgerEntry Found)? Difference { get; private set; }

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
        if (place < recorded.Count && Difference is null && recorded[place].DifferencesTo(entry).Count > 0)
            Difference = (place, recorded[place], entry);
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
}
