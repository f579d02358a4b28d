using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Decoding;

/// <summary>
/// Tokens of text, and of single bytes for characters that have none. Bytes wait until a token of text follows them: as
/// in Hugging Face tokenizers a run of them is text, or each of them is U+FFFD.
/// </summary>
internal sealed class PieceDecoder(PieceDecoding decoding) : TextDecoder
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<byte> _run = [];
    private int _toStrip = decoding.StripCount;

    public override string Append(Token token)
    {
        if (!token.IsFallbackByte)
            return Stripped(TakeRun() + Encoding.UTF8.GetString(token.Bytes));
        _run.Add(token.Bytes[0]);
        return "";
    }

    public override string Finish() => Stripped(TakeRun());

    private string TakeRun()
    {
        var bytes = _run.ToArray();
        _run.Clear();
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return new string('\uFFFD', bytes.Length);
        }
    }

    // The beginning of the text may come in several pieces.
    private string Stripped(string text)
    {
        var start = 0;
        for (; _toStrip > 0 && start < text.Length && text[start] == decoding.Stripped; _toStrip--)
            start++;
        if (start < text.Length)
            _toStrip = 0;
        return text[start..];
    }
}
