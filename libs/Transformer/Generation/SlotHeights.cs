using System.Numerics;

namespace WeakToStrong.Transformer.Generation;

/// <summary>
/// How many rows of every slot a pass computes, used or not: one of few heights, so that few passes are recorded. Twice
/// as many are computed where what is drafted then makes up for their cost.
/// </summary>
/// <param name="slots">Of the cache.</param>
/// <param name="maxDraft">Most tokens that a sequence drafts at once.</param>
/// <param name="passCost">What a pass costs beside its rows, in rows.</param>
internal sealed class SlotHeights(int slots, int maxDraft, double passCost)
{
    /// <summary>Rows whose output is asked for, so that logits, [rows, V], stay small.</summary>
    private const int MostOutputs = 512;

    /// <summary>The smallest height that holds some rows of one slot.</summary>
    public static int Holding(int rows) => (int)BitOperations.RoundUpToPowerOf2((uint)rows);

    /// <summary>The largest that a draft, and the token that it follows, are given.</summary>
    public int Largest { get; } = LargestOf(slots, maxDraft);

    /// <summary>Sets every sequence's draft.</summary>
    public void Propose(IReadOnlyList<OngoingSequence> active)
    {
        var (best, bestRate) = (0, 0.0);
        for (var height = 1; height <= Largest; height *= 2)
        {
            var accepted = active.Sum(sequence => Expected(sequence, height));
            var rate = (active.Count + accepted) / (passCost + slots * height);
            if (rate > bestRate)
                (best, bestRate) = (height, rate);
        }
        foreach (var sequence in active)
            sequence.Propose(Length(sequence, best, out _));
    }

    private double Expected(OngoingSequence sequence, int height)
    {
        Length(sequence, height, out var expected);
        return expected;
    }

    // A row that is computed anyway is drafted whatever its chance.
    private int Length(OngoingSequence sequence, int height, out double expected) =>
        sequence.LengthWithin(double.Epsilon, Math.Min(maxDraft, height - 1), out expected);

    private static int LargestOf(int slots, int maxDraft)
    {
        var height = 1;
        while (height <= maxDraft && 2 * height * slots <= MostOutputs)
            height *= 2;
        return height;
    }
}
