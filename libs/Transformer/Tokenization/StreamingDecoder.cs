using System.Text;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>Decodes tokens as they come. Never gives out half a character: its bytes wait for the rest.</summary>
/// <param name="tokenizer">The tokenizer the ids are from.</param>
/// <param name="skipSpecial">Whether special tokens are left out.</param>
public sealed class StreamingDecoder(Tokenizer tokenizer, bool skipSpecial)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that one more token completes; often empty in the middle of a character.</summary>
    public string Append(int id) => Decode(tokenizer.BytesOf(id, skipSpecial), flush: false);

    /// <summary>Ends the stream. Bytes of a character that never became whole are U+FFFD.</summary>
    public string Finish() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = new char[_decoder.GetCharCount(bytes, flush)];
        var count = _decoder.GetChars(bytes, characters, flush);
        return new string(characters[..count]);
    }
}
