namespace WeakToStrong.Experiments.Statistics;

/// <summary>
/// Percentile bootstrap of a mean whose values come in clusters (several questions about one entity).
/// </summary>
public static class ClusterBootstrap
{
    public const int DefaultDraws = 2000;

    /// <summary>
    /// Draws whole clusters with replacement, as many as there are, and takes the mean of all their values; the
    /// interval holds the middle <paramref name="level"/> of these means. Deterministic in the seed.
    /// </summary>
    /// <param name="values">One per item.</param>
    /// <param name="clusters">The cluster of each item.</param>
    /// <param name="seed">Of the resampling.</param>
    /// <param name="draws">How many resamples.</param>
    /// <param name="level">Between 0 and 1.</param>
    /// <returns>Null for a single cluster, which tells nothing about spread.</returns>
    public static (double Low, double High)? MeanInterval(
        IReadOnlyList<double> values,
        IReadOnlyList<string> clusters,
        ulong seed,
        int draws = DefaultDraws,
        double level = Statistics.MeanInterval.DefaultLevel)
    {
        if (values.Count == 0 || values.Count != clusters.Count)
            throw new ArgumentException($"{values.Count} values cannot have {clusters.Count} clusters");
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var sums = Sums(values, clusters);
        if (sums.Length == 1)
            return null;
        var random = new SplitMix64(seed);
        var means = new double[draws];
        for (var i = 0; i < draws; i++)
            means[i] = DrawMean(sums, random);
        Array.Sort(means);
        return (At(means, (1 - level) / 2), At(means, (1 + level) / 2));
    }

    /// <summary>Sum and count of each cluster, in order of first appearance.</summary>
    private static (double Sum, int Count)[] Sums(IReadOnlyList<double> values, IReadOnlyList<string> clusters)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var sums = new List<(double Sum, int Count)>();
        for (var i = 0; i < values.Count; i++)
        {
            if (places.TryAdd(clusters[i], sums.Count))
                sums.Add((0, 0));
            var place = places[clusters[i]];
            sums[place] = (sums[place].Sum + values[i], sums[place].Count + 1);
        }
        return [.. sums];
    }

    private static double DrawMean((double Sum, int Count)[] clusters, SplitMix64 random)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < clusters.Length; i++)
        {
            var drawn = clusters[random.NextBelow(clusters.Length)];
            sum += drawn.Sum;
            count += drawn.Count;
        }
        return sum / count;
    }

    /// <summary>Quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).</summary>
    private static double At(double[] sorted, double quantile)
    {
        var position = quantile * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
