using System.Collections.Concurrent;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Remembers the tokens of words. Text repeats its words, so the first ones seen are nearly all it takes: when full it
/// keeps what it has.
/// </summary>
internal sealed class WordCache
{
    private const int MaximumWords = 32_768;
    private const int MaximumWordLength = 128;

    private readonly ConcurrentDictionary<string, int[]> _tokens = new(StringComparer.Ordinal);
    private int _count;

    public int[] GetOrAdd(string word, Func<string, int[]> encode)
    {
        if (_tokens.TryGetValue(word, out var known))
            return known;
        var tokens = encode(word);
        if (word.Length <= MaximumWordLength && _count < MaximumWords && _tokens.TryAdd(word, tokens))
            Interlocked.Increment(ref _count);
        return tokens;
    }
}
