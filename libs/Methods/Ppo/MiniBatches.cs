namespace WeakToStrong.Methods.Ppo;

/// <summary>How a pass over a round's answers is split.</summary>
internal static class MiniBatches
{
    /// <summary>
    /// Exactly <paramref name="count"/> parts whose sizes differ by at most one, the larger ones first: the number of
    /// updates of a round is known before it begins, and a resumed run counts rounds by it.
    /// </summary>
    public static IEnumerable<int[]> Split(int[] order, int count)
    {
        var from = 0;
        for (var part = 0; part < count; part++)
        {
            var size = order.Length / count + (part < order.Length % count ? 1 : 0);
            yield return order[from..(from += size)];
        }
    }
}
