using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// How much each sequence drafts. A pass is taken to cost as much as a number of rows and its rows; a token is drafted
/// while its chance to be accepted, for its row, is at least what the pass gives for its cost as a whole. No clock
/// decides, so that the same step makes the same bits everywhere.
/// </summary>
internal static class DraftLengths
{
    /// <summary>
    /// What reading the weights costs beside a row's arithmetic, in rows. Measured on a CPU: 2 where a cache holds
    /// them, 20 where none does.
    /// </summary>
    private const double ReadingCost = 20;

    private const double CachedReadingCost = 2;

    /// <summary>Weights that a cache may hold.</summary>
    private const long CachedBytes = 32L << 20;

    /// <summary>What calling a layer's operators costs, in multiply-adds.</summary>
    private const double CallingCost = 7e5;

    /// <summary>What a pass costs beside its rows on other devices, where rows are cheap beside a call.</summary>
    private const double DevicePassCost = 128;

    /// <summary>All drafts of a pass, so that its logits, [rows, V], stay small.</summary>
    private const int MostDrafted = 512;

    /// <summary>The best rate is at least what is reached without drafts; each round comes closer to it.</summary>
    private const int Rounds = 3;

    /// <summary>
    /// What a pass of a model costs beside its rows, in rows. Too small a number drafts less than would pay, too large
    /// a one loses where little is copied.
    /// </summary>
    public static double PassCost(LlamaModel model)
    {
        if (model.Device.type != DeviceType.CPU)
            return DevicePassCost;
        var weights = model.Parameters.Values;
        var reading = weights.NumberOfElements * weights.element_size() > CachedBytes ? ReadingCost : CachedReadingCost;
        return reading + CallingCost * model.Layers.Count / weights.NumberOfElements;
    }

    /// <summary>Sets every sequence's draft.</summary>
    /// <param name="passCost">Of <see cref="PassCost"/>.</param>
    public static void Propose(IReadOnlyList<OngoingSequence> active, CopySpeculation speculation, double passCost)
    {
        var most = Math.Min(speculation.MaxDraft, MostDrafted / active.Count);
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
                // The row after the last token that fits would choose one that does not.
                lengths[index] = active[index].Drafter!.LengthWithin(
                    rate, Math.Min(most, active[index].Room - 1), out var expected);
                (drafted, accepted) = (drafted + lengths[index], accepted + expected);
            }
            rate = (active.Count + accepted) / (passCost + rows + drafted);
        }
        for (var index = 0; index < active.Count; index++)
            active[index].Propose(lengths[index]);
    }
}
