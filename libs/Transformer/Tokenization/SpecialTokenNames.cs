namespace WeakToStrong.Transformer.Tokenization;

/// <summary>Which added tokens play the roles every tool knows; null where a tokenizer has none for the role.</summary>
public sealed record SpecialTokenNames
{
    /// <summary>Begins a sequence.</summary>
    public string? BeginningOfSequence { get; init; }

    /// <summary>Ends a sequence.</summary>
    public string? EndOfSequence { get; init; }

    /// <summary>Fills batches.</summary>
    public string? Padding { get; init; }

    /// <summary>The roles in Hugging Face's names.</summary>
    internal IEnumerable<(string Role, string? Token)> ByRole =>
        [("bos_token", BeginningOfSequence), ("eos_token", EndOfSequence), ("pad_token", Padding)];
}
