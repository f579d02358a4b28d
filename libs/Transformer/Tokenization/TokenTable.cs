using System.Text;
using WeakToStrong.Transformer.Tokenization.Decoding;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// One id's token: its spelling in the vocabulary, the bytes it stands for, whether it is markup, and whether it is a
/// single byte of a character that has no token.
/// </summary>
internal sealed record Token(string Text, byte[] Bytes, bool Special, bool IsFallbackByte);

/// <summary>Tokens by id.</summary>
internal static class TokenTable
{
    /// <summary>Above any published vocabulary; an id sizes the table and the embedding.</summary>
    public const int MaximumIds = 1 << 22;

    /// <param name="decoding">Null where tokens are bytes in GPT-2's alphabet.</param>
    public static Token?[] Build(
        IReadOnlyDictionary<string, int> vocabulary, IReadOnlyList<AddedToken> added, PieceDecoding? decoding)
    {
        var size = vocabulary.Values.Concat(added.Select(token => token.Id)).DefaultIfEmpty(-1).Max() + 1;
        var table = new Token?[size];
        foreach (var (text, id) in vocabulary)
            table[id] = decoding is null
                ? new Token(text, ByteAlphabet.ToBytes(text) ?? Encoding.UTF8.GetBytes(text), false, false)
                : Piece(text, special: false, decoding);
        foreach (var token in added)
            table[token.Id] = decoding is null
                ? new Token(token.Content, Encoding.UTF8.GetBytes(token.Content), token.Special, false)
                : Piece(token.Content, token.Special, decoding);
        return table;
    }

    private static Token Piece(string text, bool special, PieceDecoding decoding)
    {
        var shown = decoding.Replacements.Aggregate(text, (piece, step) => step.Apply(piece));
        return decoding.HasByteFallback && SymbolTable.FallbackValue(shown) is { } value
            ? new Token(text, [value], special, IsFallbackByte: true)
            : new Token(text, Encoding.UTF8.GetBytes(shown), special, IsFallbackByte: false);
    }
}
