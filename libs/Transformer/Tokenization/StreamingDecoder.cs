using WeakToStrong.Transformer.Tokenization.Decoding;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>
/// Decodes tokens as they come; together the parts are what <see cref="Tokenizer.Decode"/> makes of all tokens. Never
/// gives out half a character: its bytes wait for the rest.
/// </summary>
/// <param name="tokenizer">The tokenizer the ids are from.</param>
/// <param name="skipSpecial">Whether special tokens are left out.</param>
public sealed class StreamingDecoder(Tokenizer tokenizer, bool skipSpecial)
{
    private readonly TextDecoder _decoder = tokenizer.NewDecoder();

    /// <summary>The text that one more token completes; often empty in the middle of a character.</summary>
    public string Append(int id) =>
        tokenizer.Shown(id, skipSpecial) is { } token ? _decoder.Append(token) : "";

    /// <summary>Ends the stream. Bytes of a character that never became whole are U+FFFD.</summary>
    public string Finish() => _decoder.Finish();
}
