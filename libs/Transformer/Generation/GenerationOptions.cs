using System.Globalization;

namespace WeakToStrong.Transformer.Generation;

/// <summary>How sequences are generated.</summary>
public sealed record GenerationOptions
{
    // Long enough for the end of a unit, where slots stay empty, to be a small part; short enough to be saved often.
    private const int BatchesOfUnit = 8;

    /// <summary>Most tokens of one answer.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>Divisor of the logits; 0: always the most likely token (the first of equals), without a draw.</summary>
    public double Temperature { get; init; }

    /// <summary>Draw from the k most likely tokens, and those as likely as the last of them; null: from all.</summary>
    public int? TopK { get; init; }

    /// <summary>
    /// Draw from the smallest set of most likely tokens whose mass reaches p, and those as likely as the last of them;
    /// applied after <see cref="TopK"/>; null: from all.
    /// </summary>
    public double? TopP { get; init; }

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; init; }

    /// <summary>Names the stream of draws, so that two uses of one seed are independent.</summary>
    public string Stream { get; init; } = "generation";

    /// <summary>Sequences computed together.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Tokens that end a sequence; null: the model's own.</summary>
    public IReadOnlyList<int>? StopTokenIds { get; init; }

    /// <summary>Whether to return each token's log-probability.</summary>
    public bool WithLogProbabilities { get; init; }

    /// <summary>Drafting of tokens that the prompt holds; null: a pass makes one token of a sequence.</summary>
    public CopySpeculation? Speculation { get; init; }

    /// <summary>
    /// Whether the next sequence takes the slot of one that has ended, so that the batch stays full. Which sequence
    /// stands beside which then follows from their lengths, in units of <see cref="UnitSize"/>.
    /// </summary>
    public bool IsContinuous { get; init; }

    /// <summary>Sequences that are computed independently of all others.</summary>
    public int UnitSize => IsContinuous ? checked(BatchSize * BatchesOfUnit) : BatchSize;

    internal bool IsGreedy => Temperature == 0;

    internal GenerationOptions Validated()
    {
        Require(MaxNewTokens >= 1, nameof(MaxNewTokens), MaxNewTokens, "1 or more");
        Require(Temperature >= 0, nameof(Temperature), Temperature, "0 (greedy) or more");
        Require(TopK is null or >= 1, nameof(TopK), TopK ?? 0, "1 or more");
        Require(TopP is null or (> 0 and <= 1), nameof(TopP), TopP ?? 0, "above 0, up to 1");
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "1 or more");
        Require(Speculation is null or { MaxDraft: >= 1 }, nameof(CopySpeculation.MaxDraft),
            Speculation?.MaxDraft ?? 0, "1 or more");
        return this;
    }

    private static void Require(bool legal, string name, double value, string allowed)
    {
        if (!legal)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; allowed: {allowed}"));
    }
}
