using System.Text;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Byte-level byte-pair encoding, as Hugging Face tokenizers does it. Any text can be encoded, and comes back unchanged
/// unless its options add or strip spaces.
/// Safe to use from several threads.
/// </summary>
public sealed class Tokenizer
{
    private readonly BytePairModel _model;
    private readonly AddedTokenMatcher? _rawMatcher;
    private readonly AddedTokenMatcher? _normalizedMatcher;
    private readonly WordCache _cache = new();
    private readonly Token?[] _byId;
    private readonly Dictionary<string, int> _byText;

    internal Tokenizer(
        BytePairModel model,
        PreTokenizer preTokenizer,
        IReadOnlyList<AddedToken> addedTokens,
        SpecialTokenNames names,
        SequenceTemplate template)
    {
        _model = model;
        PreTokenizer = preTokenizer;
        AddedTokens = addedTokens;
        _rawMatcher = Matcher(addedTokens.Where(token => !token.Normalized));
        _normalizedMatcher = Matcher(addedTokens.Where(token => token.Normalized));
        _byId = TokenTable.Build(model.Vocabulary, addedTokens);
        _byText = new Dictionary<string, int>(model.Vocabulary, StringComparer.Ordinal);
        foreach (var token in addedTokens)
            _byText[token.Content] = token.Id;
        SpecialTokens = names;
        Template = template;
        BeginningOfSequenceId = IdOf(names.BeginningOfSequence);
        EndOfSequenceId = IdOf(names.EndOfSequence);
        PaddingId = IdOf(names.Padding);
    }

    /// <summary>Number of ids, the highest id plus one: the least an embedding must have.</summary>
    public int VocabularySize => _byId.Length;

    /// <summary>Tokens matched before text is split into words, by id.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>How text is split into words.</summary>
    public PreTokenizer PreTokenizer { get; }

    /// <summary>The tokens that begin, end and fill.</summary>
    public SpecialTokenNames SpecialTokens { get; }

    /// <summary>The special tokens the model expects around a text; see <see cref="EncodeSequence"/>.</summary>
    public SequenceTemplate Template { get; }

    /// <summary>Id of the token that begins a sequence, if there is one.</summary>
    public int? BeginningOfSequenceId { get; }

    /// <summary>Id of the token that ends a sequence, if there is one.</summary>
    public int? EndOfSequenceId { get; }

    /// <summary>Id of the token that fills batches, if there is one.</summary>
    public int? PaddingId { get; }

    internal BytePairModel Model => _model;

    /// <summary>
    /// The tokens of a text, added tokens in it included; none is put before or after (add_special_tokens = False).
    /// A lone surrogate counts as U+FFFD.
    /// </summary>
    public int[] Encode(string text)
    {
        var ids = new List<int>(text.Length / 3 + 1);
        foreach (var (range, token) in Pieces(text))
            if (token is not null)
                ids.Add(token.Id);
            else
                foreach (var word in PreTokenizer.Words(text[range]))
                    ids.AddRange(_cache.GetOrAdd(word, _model.Encode));
        return [.. ids];
    }

    /// <summary>The tokens of a text within its <see cref="Template"/> (add_special_tokens = True).</summary>
    public int[] EncodeSequence(string text) =>
        [.. Template.Prefix.Select(token => token.Id), .. Encode(text), .. Template.Suffix.Select(token => token.Id)];

    /// <summary>
    /// The text of tokens. Bytes that are not UTF-8 become U+FFFD; ids without a token, which an embedding padded to a
    /// round size can produce, become nothing. Added tokens are their own text.
    /// </summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = false)
    {
        using var bytes = new MemoryStream(ids.Length * 4);
        foreach (var id in ids)
            bytes.Write(BytesOf(id, skipSpecial));
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>The id of a token in vocabulary spelling (a space is "Ġ") or of an added token, or null.</summary>
    public int? TokenToId(string token) => _byText.TryGetValue(token, out var id) ? id : null;

    /// <summary>The token in vocabulary spelling, or null where the id has none.</summary>
    public string? IdToToken(int id) => Find(id)?.Text;

    /// <summary>Whether the id is a special token's.</summary>
    public bool IsSpecial(int id) => Find(id) is { Special: true };

    /// <summary>
    /// The bytes a token stands for: empty for an id without one, and for a special token to be skipped.
    /// </summary>
    internal byte[] BytesOf(int id, bool skipSpecial) =>
        Find(id) is not { } token || (skipSpecial && token.Special) ? [] : token.Bytes;

    private static AddedTokenMatcher? Matcher(IEnumerable<AddedToken> tokens) =>
        tokens.Any() ? new AddedTokenMatcher(tokens) : null;

    private Token? Find(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        return id < _byId.Length ? _byId[id] : null;
    }

    private int? IdOf(string? token) => token is null ? null : _byText[token];

    private IEnumerable<(Range Range, AddedToken? Token)> Pieces(string text)
    {
        IEnumerable<(Range Range, AddedToken? Token)> whole = text.Length == 0 ? [] : [(.., null)];
        return Refine(_normalizedMatcher, Refine(_rawMatcher, whole));

        IEnumerable<(Range Range, AddedToken? Token)> Refine(
            AddedTokenMatcher? matcher, IEnumerable<(Range Range, AddedToken? Token)> pieces) =>
            matcher is null
                ? pieces
                : pieces.SelectMany(piece => piece.Token is null ? matcher.Split(text, piece.Range) : [piece]);
    }
}
