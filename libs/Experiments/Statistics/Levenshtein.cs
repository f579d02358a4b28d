namespace WeakToStrong.Experiments.Statistics;

/// <summary>Edit distance: the least number of insertions, deletions and substitutions between two sequences.</summary>
public static class Levenshtein
{
    /// <summary>
    /// Takes time proportional to the product of the lengths, and memory to the length of the second.
    /// </summary>
    public static int Distance<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IEquatable<T>
    {
        // distances[j]: from the part of left that is done to right[..j].
        var distances = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            distances[j] = j;
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = distances[0];
            distances[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var substituted = diagonal + (left[i].Equals(right[j]) ? 0 : 1);
                diagonal = distances[j + 1];
                distances[j + 1] = Math.Min(substituted, Math.Min(diagonal, distances[j]) + 1);
            }
        }
        return distances[right.Length];
    }
}
