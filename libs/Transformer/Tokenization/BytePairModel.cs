using System.Text;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Byte-pair encoding: a word's bytes are merged pair by pair, the pair that was learned first before the others, until
/// no pair of neighbours is known. Source: Sennrich et al. 2016; order and ties as in Hugging Face tokenizers.
/// </summary>
internal sealed class BytePairModel
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges;
    private readonly int[] _byteIds;

    /// <param name="vocabulary">Tokens in the byte alphabet, and their ids; all 256 bytes are among them.</param>
    /// <param name="merges">Pairs of tokens, first learned first; the two together are a token too.</param>
    /// <param name="ignoreMerges">Whether a word that is a token stays whole without looking at the merges.</param>
    public BytePairModel(
        IReadOnlyDictionary<string, int> vocabulary,
        IReadOnlyList<(string Left, string Right)> merges,
        bool ignoreMerges)
    {
        _vocabulary = new Dictionary<string, int>(vocabulary, StringComparer.Ordinal);
        _byteIds = [.. Enumerable.Range(0, 256).Select(value => IdOfByte((byte)value))];
        Merges = merges;
        _merges = IndexMerges(merges);
        IgnoreMerges = ignoreMerges;
    }

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    public bool IgnoreMerges { get; }

    /// <summary>The tokens of one word.</summary>
    public int[] Encode(string word)
    {
        // Lone surrogates become U+FFFD here: no valid text has them.
        var bytes = Encoding.UTF8.GetBytes(word);
        if (IgnoreMerges && _vocabulary.TryGetValue(ByteAlphabet.ToText(bytes), out var whole))
            return [whole];
        var symbols = new SymbolChain(bytes, _byteIds);
        return _merges.Count == 0 ? symbols.Ids() : Merge(symbols).Ids();
    }

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

    private int IdOfByte(byte value)
    {
        var token = $"{ByteAlphabet.ToCharacter(value)}";
        return _vocabulary.TryGetValue(token, out var id)
            ? id
            : throw new FormatException($"the vocabulary lacks byte 0x{value:X2} ('{token}')");
    }
}
