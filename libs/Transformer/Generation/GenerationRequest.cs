namespace WeakToStrong.Transformer.Generation;

/// <summary>One sequence to continue.</summary>
public sealed record GenerationRequest
{
    /// <summary>The tokens to continue; at least one.</summary>
    public required IReadOnlyList<int> Prompt { get; init; }

    /// <summary>
    /// Keys its draws, with the options' seed and stream and the place of each new token: the same row draws the same
    /// in any batch.
    /// </summary>
    public required ulong RowId { get; init; }

    /// <summary>
    /// The part of the prompt that the continuation is expected to copy, with edits, for
    /// <see cref="CopySpeculation"/>; null: unknown.
    /// </summary>
    public Range? CopySource { get; init; }

    /// <summary>Most tokens of this one, where fewer than the options say; null: those.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>Ends this one, and no other, before its next token.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Called with each new token as soon as it is chosen, for who shows text while it is written.</summary>
    public Action<int>? OnToken { get; init; }

    /// <summary>Called as soon as it has ended, while others beside it may go on.</summary>
    public Action<GeneratedSequence>? OnEnd { get; init; }
}
