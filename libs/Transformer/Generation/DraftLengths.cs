namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// How much each sequence drafts, where a row costs its arithmetic. A pass is taken to cost as much as a number of rows
/// and its rows; a token is drafted while its chance to be accepted, for its row, is at least what the pass gives for
/// its cost as a whole.
/// </summary>
internal static class DraftLengths
{
    /// <summary>All drafts of a pass, so that its logits, [rows, V], stay small.</summary>
    private const int MostDrafted = 512;

    /// <summary>The best rate is at least what is reached without drafts; each round comes closer to it.</summary>
    private const int Rounds = 3;

    /// <summary>Sets every sequence's draft.</summary>
    /// <param name="maxDraft">Most tokens of one.</param>
    /// <param name="passCost">What a pass costs beside its rows, in rows.</param>
    public static void Propose(IReadOnlyList<OngoingSequence> active, int maxDraft, double passCost)
    {
        var most = Math.Min(maxDraft, MostDrafted / active.Count);
        foreach (var sequence in active)
            sequence.Propose(0);
        double rows = active.Sum(sequence => sequence.InputRows);
        var lengths = new int[active.Count];
        var rate = active.Count / (passCost + rows);
        for (var round = 0; round < Rounds; round++)
        {
            var (drafted, accepted) = (0, 0.0);
            for (var index = 0; index < active.Count; index++)
            {
                lengths[index] = active[index].LengthWithin(rate, most, out var expected);
                (drafted, accepted) = (drafted + lengths[index], accepted + expected);
            }
            rate = (active.Count + accepted) / (passCost + rows + drafted);
        }
        for (var index = 0; index < active.Count; index++)
            active[index].Propose(lengths[index]);
    }
}
