using System.Buffers;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>Finds added tokens in text: leftmost first, of those that begin there the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly SearchValues<string> _contents;
    private readonly Dictionary<char, AddedToken[]> _byFirst;

    public AddedTokenMatcher(IEnumerable<AddedToken> tokens)
    {
        var all = tokens.ToArray();
        _contents = SearchValues.Create([.. all.Select(token => token.Content)], StringComparison.Ordinal);
        _byFirst = all.OrderByDescending(token => token.Content.Length)
            .GroupBy(token => token.Content[0])
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>Cuts a stretch of text into pieces that are an added token and pieces that hold none.</summary>
    public IEnumerable<(Range Range, AddedToken? Token)> Split(string text, Range within)
    {
        var (from, length) = within.GetOffsetAndLength(text.Length);
        var end = from + length;
        for (var search = from; ;)
        {
            var found = text.AsSpan(search, end - search).IndexOfAny(_contents);
            if (found < 0)
                break;
            var token = LongestAt(text.AsSpan(search + found, end - search - found));
            var start = token.StripsLeft ? SkipBack(text, search + found, from) : search + found;
            search += found + token.Content.Length;
            search = token.StripsRight ? Skip(text, search, end) : search;
            if (start > from)
                yield return (from..start, null);
            yield return (start..search, token);
            from = search;
        }
        if (end > from)
            yield return (from..end, null);
    }

    private AddedToken LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var token in _byFirst[text[0]])
            if (text.StartsWith(token.Content, StringComparison.Ordinal))
                return token;
        throw new InvalidOperationException("a match is one of the contents searched for");
    }

    private static int SkipBack(string text, int position, int limit)
    {
        while (position > limit && char.IsWhiteSpace(text[position - 1]))
            position--;
        return position;
    }

    private static int Skip(string text, int position, int limit)
    {
        while (position < limit && char.IsWhiteSpace(text[position]))
            position++;
        return position;
    }
}
