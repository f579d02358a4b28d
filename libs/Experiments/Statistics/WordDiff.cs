namespace WeakToStrong.Experiments.Statistics;

/// <summary>What became of a stretch of words.</summary>
public enum WordChange
{
    Kept,
    Removed,
    Added,
}

/// <summary>A stretch of words that shares one fate.</summary>
public sealed record WordSpan(WordChange Change, string Text);

/// <summary>Shortest edit from one text to another, word by word.</summary>
public static class WordDiff
{
    /// <summary>Words beyond this many are compared as one: the table is quadratic.</summary>
    private const int MaxWords = 2000;

    public static IReadOnlyList<WordSpan> Of(string before, string after)
    {
        var (old, @new) = (Words(before), Words(after));
        var common = CommonLengths(old, @new);
        var spans = new List<WordSpan>();
        var (i, j) = (0, 0);
        while (i < old.Length || j < @new.Length)
        {
            if (i < old.Length && j < @new.Length && old[i] == @new[j])
                (spans, i, j) = (Append(spans, WordChange.Kept, old[i]), i + 1, j + 1);
            else if (j == @new.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
                (spans, i) = (Append(spans, WordChange.Removed, old[i]), i + 1);
            else
                (spans, j) = (Append(spans, WordChange.Added, @new[j]), j + 1);
        }
        return spans;
    }

    private static string[] Words(string text) =>
        text.Split((char[]?)null, MaxWords, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Length of the longest common subsequence of the words from i and from j on.</summary>
    private static int[,] CommonLengths(string[] old, string[] @new)
    {
        var lengths = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = @new.Length - 1; j >= 0; j--)
                lengths[i, j] = old[i] == @new[j]
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        return lengths;
    }

    private static List<WordSpan> Append(List<WordSpan> spans, WordChange change, string word)
    {
        if (spans.Count > 0 && spans[^1].Change == change)
            spans[^1] = spans[^1] with { Text = $"{spans[^1].Text} {word}" };
        else
            spans.Add(new WordSpan(change, word));
        return spans;
    }
}
