namespace WeakToStrong.Transformer.Generation;

/// <summary>What was generated for one request.</summary>
public sealed record GeneratedSequence
{
    /// <summary>The new tokens, without the prompt; the stop token that ended them is the last.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>Why it ended.</summary>
    public required FinishReason Reason { get; init; }

    /// <summary>
    /// Per token its log-probability under softmax(logits / temperature), before top-k and top-p; greedy: at
    /// temperature 1. Null unless asked for.
    /// </summary>
    public IReadOnlyList<float>? LogProbabilities { get; init; }
}
