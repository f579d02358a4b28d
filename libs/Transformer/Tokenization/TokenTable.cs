using System.Text;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>One id's token: its spelling in the vocabulary and the bytes it stands for.</summary>
internal sealed record Token(string Text, byte[] Bytes, bool Special);

/// <summary>Tokens by id.</summary>
internal static class TokenTable
{
    /// <summary>Above any published vocabulary; an id sizes the table and the embedding.</summary>
    public const int MaximumIds = 1 << 22;

    public static Token?[] Build(IReadOnlyDictionary<string, int> vocabulary, IReadOnlyList<AddedToken> added)
    {
        var size = vocabulary.Values.Concat(added.Select(token => token.Id)).Max() + 1;
        var table = new Token?[size];
        foreach (var (text, id) in vocabulary)
            table[id] = new Token(text, ByteAlphabet.ToBytes(text) ?? Encoding.UTF8.GetBytes(text), Special: false);
        foreach (var token in added)
            table[token.Id] = new Token(token.Content, Encoding.UTF8.GetBytes(token.Content), token.Special);
        return table;
    }
}
