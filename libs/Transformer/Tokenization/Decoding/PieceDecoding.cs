using WeakToStrong.Transformer.Tokenization.Normalization;

namespace WeakToStrong.Transformer.Tokenization.Decoding;

/// <summary>How tokens that are pieces of text become text, as SentencePiece's do.</summary>
internal sealed record PieceDecoding
{
    /// <summary>What is replaced in each token, one after the other.</summary>
    public required IReadOnlyList<ReplaceStep> Replacements { get; init; }

    /// <summary>Whether tokens such as "&lt;0x0A&gt;" are bytes.</summary>
    public required bool HasByteFallback { get; init; }

    /// <summary>The character that is taken from the beginning of the whole text.</summary>
    public char Stripped { get; init; } = ' ';

    /// <summary>How often it is taken, at most.</summary>
    public int StripCount { get; init; }
}
