using System.Buffers;
using WeakToStrong.Transformer.Tokenization.Normalization;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>Finds added tokens in text: leftmost first, of those that begin there the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly SearchValues<string> _contents;
    private readonly Dictionary<char, (string Content, AddedToken Token)[]> _byFirst;

    private AddedTokenMatcher(IEnumerable<AddedToken> tokens, TextNormalizer normalizer)
    {
        var all = tokens.Select(token => (Content: normalizer.Apply(token.Content), Token: token))
            .Where(entry => entry.Content.Length > 0).ToArray();
        _contents = SearchValues.Create([.. all.Select(entry => entry.Content)], StringComparison.Ordinal);
        _byFirst = all.OrderByDescending(entry => entry.Content.Length)
            .GroupBy(entry => entry.Content[0])
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>A matcher of some tokens, or null of none.</summary>
    /// <param name="tokens">What is searched for.</param>
    /// <param name="normalizer">What the text has gone through; the tokens go through it too.</param>
    public static AddedTokenMatcher? Of(IEnumerable<AddedToken> tokens, TextNormalizer normalizer) =>
        tokens.Any() ? new AddedTokenMatcher(tokens, normalizer) : null;

    /// <summary>Cuts a text into pieces that are an added token and pieces that hold none.</summary>
    public IEnumerable<(Range Range, AddedToken? Token)> Split(string text)
    {
        var from = 0;
        for (var search = 0; ;)
        {
            var found = text.AsSpan(search).IndexOfAny(_contents);
            if (found < 0)
                break;
            var (content, token) = LongestAt(text.AsSpan(search + found));
            var (start, end) = (search + found, search + found + content.Length);
            search = end;
            if (token.SingleWord && !StandsAlone(text, start, end))
                continue;
            start = token.StripsLeft ? SkipBack(text, start, from) : start;
            end = token.StripsRight ? Skip(text, end) : end;
            if (start > from)
                yield return (from..start, null);
            yield return (start..end, token);
            from = end;
        }
        if (text.Length > from)
            yield return (from.., null);
    }

    private (string Content, AddedToken Token) LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var entry in _byFirst[text[0]])
            if (text.StartsWith(entry.Content, StringComparison.Ordinal))
                return entry;
        throw new InvalidOperationException("a match is one of the contents searched for");
    }

    private static bool StandsAlone(string text, int start, int end) =>
        !WordCharacters.EndsWith(text.AsSpan(0, start)) && !WordCharacters.StartsWith(text.AsSpan(end));

    private static int SkipBack(string text, int position, int limit)
    {
        while (position > limit && char.IsWhiteSpace(text[position - 1]))
            position--;
        return position;
    }

    private static int Skip(string text, int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
        return position;
    }
}
