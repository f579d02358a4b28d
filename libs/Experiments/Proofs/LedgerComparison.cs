namespace WeakToStrong.Experiments.Proofs;

/// <summary>The first place where two ledgers differ.</summary>
/// <param name="Index">The place, from 0; the shorter one's length when it is the other's beginning.</param>
/// <param name="LookUps">Places that were looked at in each.</param>
public sealed record LedgerDifference(long Index, int LookUps);

/// <summary>Compares ledgers.</summary>
public static class LedgerComparison
{
    /// <summary>
    /// Finds the first difference by halving: a hash covers everything before it, so at most ⌈log₂(n + 1)⌉ places of n
    /// are looked at. Null when the ledgers are equal.
    /// </summary>
    public static LedgerDifference? FirstDifference(LedgerReader recorded, LedgerReader found)
    {
        var common = Math.Min(recorded.Count, found.Count);
        var (low, high) = (0L, common);
        var lookUps = 0;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            lookUps++;
            if (recorded.HashAt(middle) == found.HashAt(middle))
                low = middle + 1;
            else
                high = middle;
        }
        return low == common && recorded.Count == found.Count ? null : new LedgerDifference(low, lookUps);
    }
}
