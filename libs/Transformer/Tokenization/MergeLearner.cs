namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Learns merges: again and again the most frequent pair of neighbours becomes a token; of equals the one with the
/// lowest ids, left before right. Counts are kept up to date for the words a merge changes, not taken anew.
/// </summary>
internal sealed class MergeLearner
{
    private readonly TokenList _tokens;
    private readonly Word[] _words;
    private readonly Dictionary<(int Left, int Right), Pair> _pairs = [];
    private readonly PriorityQueue<(int Left, int Right), (long Rarity, (int, int) Ids)> _queue = new();

    public MergeLearner(IReadOnlyList<(byte[] Bytes, long Count)> words, TokenList tokens)
    {
        _tokens = tokens;
        var byteIds = Enumerable.Range(0, 256)
            .Select(value => tokens.Add($"{ByteAlphabet.ToCharacter((byte)value)}"))
            .ToArray();
        _words = [.. words.Select(word => new Word([.. word.Bytes.Select(value => byteIds[value])], word.Count))];
        for (var index = 0; index < _words.Length; index++)
            Recount(index, sign: 1, pair => FindOrAdd(pair).AddWord(index));
        foreach (var pair in _pairs.Keys)
            Enqueue(pair);
    }

    /// <summary>Learns until the vocabulary is full or every pair is rarer than the minimum.</summary>
    public IReadOnlyList<(string Left, string Right)> Learn(int vocabularySize, int minimumFrequency)
    {
        var merges = new List<(string, string)>();
        while (_tokens.Count < vocabularySize && _queue.TryDequeue(out var pair, out var priority))
        {
            var count = _pairs.TryGetValue(pair, out var state) ? state.Count : 0;
            if (count < minimumFrequency)
                continue;
            // The count has fallen since the pair was queued: it waits for its turn again.
            if (count != -priority.Rarity)
            {
                Enqueue(pair);
                continue;
            }
            merges.Add((_tokens[pair.Left], _tokens[pair.Right]));
            Merge(pair, _tokens.Add(_tokens[pair.Left] + _tokens[pair.Right]));
        }
        return merges;
    }

    private void Merge((int Left, int Right) pair, int merged)
    {
        var fresh = new HashSet<(int Left, int Right)>();
        foreach (var index in _pairs[pair].Words)
        {
            Recount(index, sign: -1, _ => { });
            _words[index].Merge(pair, merged);
            Recount(index, sign: 1, neighbours =>
            {
                if (neighbours.Left != merged && neighbours.Right != merged)
                    return;
                FindOrAdd(neighbours).AddWord(index);
                fresh.Add(neighbours);
            });
        }
        _pairs.Remove(pair);
        foreach (var neighbours in fresh)
            Enqueue(neighbours);
    }

    private void Recount(int index, int sign, Action<(int Left, int Right)> visit)
    {
        var word = _words[index];
        for (var i = 0; i + 1 < word.Length; i++)
        {
            var pair = (word.Symbols[i], word.Symbols[i + 1]);
            FindOrAdd(pair).Count += sign * word.Count;
            visit(pair);
        }
    }

    private Pair FindOrAdd((int Left, int Right) ids)
    {
        if (!_pairs.TryGetValue(ids, out var pair))
            _pairs.Add(ids, pair = new Pair());
        return pair;
    }

    private void Enqueue((int Left, int Right) pair) => _queue.Enqueue(pair, (-_pairs[pair].Count, pair));

    /// <summary>
    /// A pair's occurrences, and the words it was seen in: a merge may since have removed it from some.
    /// </summary>
    private sealed class Pair
    {
        private readonly List<int> _words = [];

        public long Count { get; set; }

        public IReadOnlyList<int> Words => _words;

        public void AddWord(int index)
        {
            if (_words.Count == 0 || _words[^1] != index)
                _words.Add(index);
        }
    }

    private sealed class Word(int[] symbols, long count)
    {
        public int[] Symbols { get; } = symbols;

        public int Length { get; private set; } = symbols.Length;

        public long Count { get; } = count;

        public void Merge((int Left, int Right) pair, int merged)
        {
            var length = 0;
            for (var i = 0; i < Length; i++)
                if (i + 1 < Length && Symbols[i] == pair.Left && Symbols[i + 1] == pair.Right)
                    (Symbols[length++], i) = (merged, i + 1);
                else
                    Symbols[length++] = Symbols[i];
            Length = length;
        }
    }
}
