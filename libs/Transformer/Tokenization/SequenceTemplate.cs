namespace WeakToStrong.Transformer.Tokenization;

/// <summary>The special tokens a model expects around one text, such as Llama 3's begin-of-text.</summary>
public sealed record SequenceTemplate
{
    /// <summary>Nothing before, nothing after.</summary>
    public static SequenceTemplate None { get; } = new() { Prefix = [], Suffix = [] };

    /// <summary>Tokens before the text.</summary>
    public required IReadOnlyList<AddedToken> Prefix { get; init; }

    /// <summary>Tokens after the text.</summary>
    public required IReadOnlyList<AddedToken> Suffix { get; init; }

    /// <summary>This template around another one's text.</summary>
    internal SequenceTemplate Around(SequenceTemplate inner) =>
        new() { Prefix = [.. Prefix, .. inner.Prefix], Suffix = [.. inner.Suffix, .. Suffix] };

    internal bool IsEmpty => Prefix.Count == 0 && Suffix.Count == 0;
}
