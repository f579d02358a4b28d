using System.Text.RegularExpressions;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>How text is cut into words before byte pairs are merged; merges never cross a cut.</summary>
public sealed partial class PreTokenizer
{
    // A pattern comes from a file; one that backtracks for ever must not hang the process.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(10);

    private readonly Regex _regex;

    private PreTokenizer(Regex regex, string? pattern, bool addPrefixSpace)
    {
        _regex = regex;
        Pattern = pattern;
        AddPrefixSpace = addPrefixSpace;
    }

    /// <summary>GPT-2's: words with the space before them, numbers, punctuation, runs of white space.</summary>
    public static PreTokenizer Gpt2 { get; } = ByteLevel(addPrefixSpace: false);

    /// <summary>
    /// Everything between white space is one word, with the space before it: "code07" and "a-b" stay whole.
    /// </summary>
    public static PreTokenizer WhiteSpace { get; } = Split(@" ?\S+|\s+(?!\S)|\s+");

    /// <summary>The pattern whose matches are words, or null for GPT-2's own.</summary>
    public string? Pattern { get; }

    /// <summary>Whether text that does not begin with a space gets one.</summary>
    public bool AddPrefixSpace { get; }

    /// <summary>GPT-2's pattern, with or without a space put before the text.</summary>
    public static PreTokenizer ByteLevel(bool addPrefixSpace) => new(Gpt2Pattern(), pattern: null, addPrefixSpace);

    /// <summary>A pattern of the caller's, as Llama 3 has one. What lies between its matches are words too.</summary>
    /// <exception cref="ArgumentException">The pattern is not one .NET understands.</exception>
    public static PreTokenizer Split(string pattern) =>
        new(new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout), pattern, addPrefixSpace: false);

    /// <summary>Cuts text into words; together they are the text, after its added space if it gets one.</summary>
    internal IEnumerable<string> Words(string text)
    {
        var whole = AddPrefixSpace && !text.StartsWith(' ') ? $" {text}" : text;
        return Cut(BasicPlaneText.Of(whole)).Select(range => whole[range]);
    }

    // Matches, and what lies between them.
    private IEnumerable<Range> Cut(BasicPlaneText plane)
    {
        var end = 0;
        foreach (Match match in _regex.Matches(plane.Text))
        {
            if (match.Index > end)
                yield return plane.Original(end..match.Index);
            end = match.Index + match.Length;
            if (match.Length > 0)
                yield return plane.Original(match.Index..end);
        }
        if (end < plane.Text.Length)
            yield return plane.Original(end..plane.Text.Length);
    }

    // Source: transformers and tokenizers, GPT-2's ByteLevel with use_regex.
    [GeneratedRegex(
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Pattern();
}
