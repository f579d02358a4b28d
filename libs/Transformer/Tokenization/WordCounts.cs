using System.Runtime.InteropServices;
using System.Text;
using WeakToStrong.Transformer.Tokenization.Normalization;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>How often each word occurs in a text.</summary>
internal static class WordCounts
{
    // About 2 GB of strings: text with more is not words.
    private const int MaximumDistinct = 20_000_000;

    /// <summary>Distinct words, most frequent first, then by ordinal: independent of the order of the texts.</summary>
    public static IReadOnlyList<(byte[] Bytes, long Count)> Of(
        IEnumerable<string> texts, IReadOnlyList<AddedToken> special, PreTokenizer preTokenizer)
    {
        var matcher = AddedTokenMatcher.Of(special, TextNormalizer.None);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var text in texts)
            foreach (var word in Words(text, matcher, preTokenizer))
                Count(word, counts);
        return [.. counts.OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (Encoding.UTF8.GetBytes(pair.Key), pair.Value))];
    }

    private static IEnumerable<string> Words(string text, AddedTokenMatcher? matcher, PreTokenizer preTokenizer)
    {
        IEnumerable<(Range Range, AddedToken? Token)> pieces =
            matcher is not null ? matcher.Split(text) : text.Length == 0 ? [] : [(.., null)];
        return pieces.Where(piece => piece.Token is null).SelectMany(
            piece => preTokenizer.Words(text[piece.Range], isFirst: piece.Range.Start.Value == 0));
    }

    private static void Count(string word, Dictionary<string, long> counts)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out var known)++;
        if (!known && counts.Count > MaximumDistinct)
            throw new InvalidDataException($"the text has more than {MaximumDistinct} distinct words");
    }
}
