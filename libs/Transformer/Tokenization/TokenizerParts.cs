using WeakToStrong.Transformer.Tokenization.Decoding;
using WeakToStrong.Transformer.Tokenization.Normalization;

namespace WeakToStrong.Transformer.Tokenization;

/// <summary>What a tokenizer is made of, in the order in which a text meets it.</summary>
internal sealed record TokenizerParts
{
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    public TextNormalizer Normalizer { get; init; } = TextNormalizer.None;

    public required PreTokenizer PreTokenizer { get; init; }

    public required BytePairModel Model { get; init; }

    public SequenceTemplate Template { get; init; } = SequenceTemplate.None;

    /// <summary>Null where tokens are bytes in GPT-2's alphabet.</summary>
    public PieceDecoding? Decoding { get; init; }

    public SpecialTokenNames Names { get; init; } = new();

    public string? ChatTemplate { get; init; }
}
