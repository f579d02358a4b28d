using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Decoding;

/// <summary>
/// Tokens of bytes. Never gives out half a character: its bytes wait for the rest, and are U+FFFD if it never comes.
/// </summary>
internal sealed class ByteLevelDecoder : TextDecoder
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public override string Append(Token token) => Decode(token.Bytes, flush: false);

    public override string Finish() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = new char[_decoder.GetCharCount(bytes, flush)];
        var count = _decoder.GetChars(bytes, characters, flush);
        return new string(characters[..count]);
    }
}
