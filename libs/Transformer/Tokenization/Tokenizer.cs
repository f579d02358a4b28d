using System.Text;
using WeakToStrong.Transformer.Tokenization.Decoding;
using WeakToStrong.Transformer.Tokenization.Normalization;
using WeakToStrong.Transformer.Tokenization.Splitting;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Byte-pair encoding, byte-level or of SentencePiece's kind, as Hugging Face tokenizers does it. Text that its
/// normaliser and its unknown token leave alone comes back unchanged, unless its options add or strip spaces.
/// Safe to use from several threads.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedTokenMatcher? _rawMatcher;
    private readonly AddedTokenMatcher? _normalizedMatcher;
    private readonly WordCache _cache = new();
    private readonly Token?[] _byId;
    private readonly Dictionary<string, int> _byText;

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _rawMatcher = AddedTokenMatcher.Of(AddedTokens.Where(token => !token.Normalized), TextNormalizer.None);
        _normalizedMatcher = AddedTokenMatcher.Of(AddedTokens.Where(token => token.Normalized), parts.Normalizer);
        _byId = TokenTable.Build(parts.Model.Vocabulary, AddedTokens, parts.Decoding);
        _byText = new Dictionary<string, int>(parts.Model.Vocabulary, StringComparer.Ordinal);
        foreach (var token in AddedTokens)
            _byText[token.Content] = token.Id;
        BeginningOfSequenceId = IdOf(SpecialTokens.BeginningOfSequence);
        EndOfSequenceId = IdOf(SpecialTokens.EndOfSequence);
        PaddingId = IdOf(SpecialTokens.Padding);
    }

    /// <summary>Number of ids, the highest id plus one: the least an embedding must have.</summary>
    public int VocabularySize => _byId.Length;

    /// <summary>Tokens matched before text is split into words, by id.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => _parts.AddedTokens;

    /// <summary>How text is split into words.</summary>
    public PreTokenizer PreTokenizer => _parts.PreTokenizer;

    /// <summary>The tokens that begin, end and fill.</summary>
    public SpecialTokenNames SpecialTokens => _parts.Names;

    /// <summary>The special tokens the model expects around a text; see <see cref="EncodeSequence"/>.</summary>
    public SequenceTemplate Template => _parts.Template;

    /// <summary>Id of the token that begins a sequence, if there is one.</summary>
    public int? BeginningOfSequenceId { get; }

    /// <summary>Id of the token that ends a sequence, if there is one.</summary>
    public int? EndOfSequenceId { get; }

    /// <summary>Id of the token that fills batches, if there is one.</summary>
    public int? PaddingId { get; }

    /// <summary>How a dialogue becomes text, in Jinja as the model's folder states it, or null.</summary>
    public string? ChatTemplate => _parts.ChatTemplate;

    internal TokenizerParts Parts => _parts;

    /// <summary>
    /// The tokens of a text, added tokens in it included; none is put before or after (add_special_tokens = False).
    /// A lone surrogate counts as U+FFFD.
    /// </summary>
    public int[] Encode(string text)
    {
        var ids = new List<int>(text.Length / 3 + 1);
        foreach (var (piece, token) in Pieces(text))
            if (token is not null)
                ids.Add(token.Id);
            else
                foreach (var part in _parts.Model.Parts(PreTokenizer.Words(piece.Text, piece.IsFirst)))
                    ids.AddRange(_cache.GetOrAdd(part, _parts.Model.Encode));
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
        var decoder = NewDecoder();
        var text = new StringBuilder(ids.Length * 4);
        foreach (var id in ids)
            if (Shown(id, skipSpecial) is { } token)
                text.Append(decoder.Append(token));
        return text.Append(decoder.Finish()).ToString();
    }

    /// <summary>The id of a token in vocabulary spelling (a space is "Ġ") or of an added token, or null.</summary>
    public int? TokenToId(string token) => _byText.TryGetValue(token, out var id) ? id : null;

    /// <summary>The token in vocabulary spelling, or null where the id has none.</summary>
    public string? IdToToken(int id) => Find(id)?.Text;

    /// <summary>Whether the id is a special token's.</summary>
    public bool IsSpecial(int id) => Find(id) is { Special: true };

    /// <summary>The token, unless the id has none or it is a special one to be skipped.</summary>
    internal Token? Shown(int id, bool skipSpecial) =>
        Find(id) is { } token && !(skipSpecial && token.Special) ? token : null;

    internal TextDecoder NewDecoder() =>
        _parts.Decoding is { } decoding ? new PieceDecoder(decoding) : new ByteLevelDecoder();

    private Token? Find(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        return id < _byId.Length ? _byId[id] : null;
    }

    private int? IdOf(string? token) => token is null ? null : _byText[token];

    // First the added tokens that stand in the text as it is; what lies between them is normalised, and holds others.
    private IEnumerable<(TextPiece Piece, AddedToken? Token)> Pieces(string text)
    {
        foreach (var (piece, token) in Split(_rawMatcher, new TextPiece(text, IsFirst: true)))
        {
            if (token is not null)
            {
                yield return (piece, token);
                continue;
            }
            var normalized = piece with { Text = _parts.Normalizer.Apply(piece.Text) };
            foreach (var part in Split(_normalizedMatcher, normalized))
                yield return part;
        }
    }

    private static IEnumerable<(TextPiece Piece, AddedToken? Token)> Split(AddedTokenMatcher? matcher, TextPiece piece)
    {
        if (piece.Text.Length == 0)
            return [];
        if (matcher is null)
            return [(piece, null)];
        return matcher.Split(piece.Text).Select(part => (
            new TextPiece(piece.Text[part.Range], piece.IsFirst && part.Range.Start.Value == 0), part.Token));
    }
}
