namespace WeakToStrong.W2s.Display;

/// <summary>What a column of a line of given width needs, in characters.</summary>
/// <param name="Natural">What shows all of it.</param>
/// <param name="Least">What it can do with.</param>
/// <param name="Rank">0 always stays; of the others, the lowest are kept.</param>
internal readonly record struct ColumnNeed(int Natural, int Least, int Rank);

/// <summary>Shares a line's characters among columns: which are kept, and how wide each is.</summary>
internal static class ColumnFit
{
    /// <summary>The width of each column in the order given; null for one that is left out.</summary>
    /// <param name="needs">The columns.</param>
    /// <param name="space">Characters of the line.</param>
    /// <param name="gap">Characters beside each column.</param>
    public static IReadOnlyList<int?> Share(IReadOnlyList<ColumnNeed> needs, int space, int gap)
    {
        var kept = Keep(needs, space, gap);
        var widths = needs.Select((need, i) => kept.Contains(i) ? need.Natural : (int?)null).ToArray();
        for (var excess = kept.Sum(i => needs[i].Natural + gap) - space; excess > 0; excess--)
        {
            var wide = kept.Where(i => widths[i] > needs[i].Least).ToArray();
            if (wide.Length == 0)
                break;
            widths[wide.MaxBy(i => widths[i])]--;
        }
        return widths;
    }

    private static List<int> Keep(IReadOnlyList<ColumnNeed> needs, int space, int gap)
    {
        var kept = new List<int>();
        foreach (var i in Enumerable.Range(0, needs.Count).OrderBy(i => needs[i].Rank))
            if (needs[i].Rank == 0 || kept.Append(i).Sum(other => needs[other].Least + gap) <= space)
                kept.Add(i);
        return kept;
    }
}
