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
    private IReadOnlyDictionary<(string Stage, long Update), long>? _places;

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
        _places ??= recorded.Places();
        if (!_places.TryGetValue((entry.Stage, entry.Update), out var place))
            return null;
        _next = place + 1;
        return recorded[place];
    }
}
