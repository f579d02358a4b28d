using System.Text;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Byte-pair encoding: a word's bytes or characters are merged pair by pair, the pair that was learned first before the
/// others, until no pair of neighbours is known. Source: Sennrich et al. 2016; order, ties and what becomes of unknown
/// characters as in Hugging Face tokenizers.
/// </summary>
internal sealed class BytePairModel
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges;
    private readonly SymbolTable _symbols;
    private readonly bool _cutsBeforeSpace;

    /// <param name="vocabulary">Tokens, in the byte alphabet where the model is byte-level, and their ids.</param>
    /// <param name="merges">Pairs of tokens, first learned first; the two together are a token too.</param>
    public BytePairModel(
        IReadOnlyDictionary<string, int> vocabulary,
        IReadOnlyList<(string Left, string Right)> merges,
        BytePairOptions options)
    {
        _vocabulary = new Dictionary<string, int>(vocabulary, StringComparer.Ordinal);
        Options = options;
        Merges = merges;
        _symbols = new SymbolTable(_vocabulary, options);
        _merges = IndexMerges(merges);
        _cutsBeforeSpace = !options.IsByteLevel && !options.IgnoresMerges
            && _vocabulary.ContainsKey($"{SpaceCuts.Space}")
            && merges.All(merge => SpaceCuts.AreWithout(merge.Left, merge.Right));
    }

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    public BytePairOptions Options { get; }

    /// <summary>
    /// Parts of words whose tokens do not depend on one another, so that what is known of a part can be used again. A
    /// SentencePiece text is one word; where no merge joins a space to what stands before it, each of its words is a
    /// part.
    /// </summary>
    public IEnumerable<string> Parts(IEnumerable<string> words) =>
        _cutsBeforeSpace ? words.SelectMany(SpaceCuts.Cut) : words;

    /// <summary>The tokens of one word.</summary>
    public int[] Encode(string word)
    {
        if (Options.IgnoresMerges && _vocabulary.TryGetValue(Spelling(word), out var whole))
            return [whole];
        var symbols = _symbols.Of(word);
        return _merges.Count == 0 || symbols.Length == 0 ? symbols : Merge(new SymbolChain(symbols)).Ids();
    }

    private string Spelling(string word) =>
        Options is { IsByteLevel: true, AreWordsSpelled: false }
            ? ByteAlphabet.ToText(Encoding.UTF8.GetBytes(word))
            : word;

    private SymbolChain Merge(SymbolChain symbols)
    {
        // Ordered by rank, then by position: the priority holds both.
        var queue = new PriorityQueue<(int Position, int Merged), long>();
        for (var position = 0; position >= 0; position = symbols.Next(position))
            Enqueue(symbols, position, queue);
        while (queue.TryDequeue(out var merge, out _))
        {
            if (!symbols.IsAlive(merge.Position) || symbols.Next(merge.Position) < 0)
                continue;
            // A neighbour may have been merged away since the pair was queued.
            if (!TryGetMerge(symbols, merge.Position, out var current) || current.Merged != merge.Merged)
                continue;
            symbols.MergeWithNext(merge.Position, merge.Merged);
            Enqueue(symbols, symbols.Previous(merge.Position), queue);
            Enqueue(symbols, merge.Position, queue);
        }
        return symbols;
    }

    private void Enqueue(SymbolChain symbols, int position, PriorityQueue<(int, int), long> queue)
    {
        if (position >= 0 && symbols.Next(position) >= 0 && TryGetMerge(symbols, position, out var merge))
            queue.Enqueue((position, merge.Merged), ((long)merge.Rank << 32) | (uint)position);
    }

    private bool TryGetMerge(SymbolChain symbols, int position, out (int Rank, int Merged) merge) =>
        _merges.TryGetValue((symbols.Id(position), symbols.Id(symbols.Next(position))), out merge);

    private Dictionary<(int Left, int Right), (int Rank, int Merged)> IndexMerges(
        IReadOnlyList<(string Left, string Right)> merges)
    {
        var index = new Dictionary<(int Left, int Right), (int Rank, int Merged)>(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right) = merges[rank];
            // Of a pair stated twice the later rank stands, as in the reference.
            var pair = (IdOf(left, rank), IdOf(right, rank));
            index[pair] = (rank, IdOf(left + right, rank));
        }
        return index;
    }

    private int IdOf(string token, int rank) =>
        _vocabulary.TryGetValue(token, out var id)
            ? id
            : throw new FormatException($"merge {rank} needs the token '{token}', which the vocabulary lacks");
}
