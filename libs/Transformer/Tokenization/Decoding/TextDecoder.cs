namespace WeakToStrong.Transformer.Tokenization.Decoding;

/// <summary>Turns one sequence of tokens into text, as they come.</summary>
internal abstract class TextDecoder
{
    /// <summary>The text that one more token completes.</summary>
    public abstract string Append(Token token);

    /// <summary>What waited for more.</summary>
    public abstract string Finish();
}
