namespace WeakToStrong.Experiments.Statistics;

/// <summary>How far one text is from another, counted in words (runs of anything but white space).</summary>
public static class WordEdits
{
    /// <summary>
    /// Edit distance over words divided by the longer text's word count: 0 for the same words, 1 for none in common.
    /// Two texts without words are the same.
    /// </summary>
    public static double LevenshteinRatio(string left, string right)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var leftWords = Words(left, vocabulary);
        var rightWords = Words(right, vocabulary);
        var longer = Math.Max(leftWords.Length, rightWords.Length);
        return longer == 0 ? 0 : (double)Levenshtein.Distance<int>(leftWords, rightWords) / longer;
    }

    /// <summary>The share of pairs whose texts are the same to the letter; 0 when there are no pairs.</summary>
    public static double CopyFraction(IReadOnlyCollection<(string Left, string Right)> pairs) =>
        pairs.Count == 0 ? 0 : (double)pairs.Count(pair => pair.Left == pair.Right) / pairs.Count;

    /// <summary>Mean <see cref="LevenshteinRatio"/>; 0 when there are no pairs.</summary>
    public static double EditRatio(IReadOnlyCollection<(string Left, string Right)> pairs) =>
        pairs.Count == 0 ? 0 : pairs.Sum(pair => LevenshteinRatio(pair.Left, pair.Right)) / pairs.Count;

    /// <summary>Whether a text has no more words than a limit; reads as far as the first one too many.</summary>
    public static bool HasAtMost(int limit, string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length && count <= limit; i++)
            if (!char.IsWhiteSpace(text[i]) && (i == 0 || char.IsWhiteSpace(text[i - 1])))
                count++;
        return count <= limit;
    }

    private static int[] Words(string text, Dictionary<string, int> vocabulary) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => IdOf(word, vocabulary))];

    private static int IdOf(string word, Dictionary<string, int> vocabulary)
    {
        if (!vocabulary.TryGetValue(word, out var id))
            vocabulary.Add(word, id = vocabulary.Count);
        return id;
    }
}
