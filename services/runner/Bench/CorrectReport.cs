namespace WeakToStrong.Runner.Bench;

/// <summary>What <c>bench correct</c> prints: corrections token by token, and with copies drafted.</summary>
internal sealed record CorrectReport : BenchConditions
{
    /// <summary>cpu, or cuda.</summary>
    public required string Device { get; init; }

    /// <summary>The card; null on the CPU.</summary>
    public required string? Gpu { get; init; }

    /// <summary>PyTorch's version; null where there was none to compare with.</summary>
    public required string? Pytorch { get; init; }

    /// <summary>Why there is no peer, if there is none.</summary>
    public required string? Note { get; init; }

    /// <summary>Whose corrections are measured.</summary>
    public required string Model { get; init; }

    /// <summary>Corrections.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// Share of the corrections' tokens that stand in the answer, in its order: the longest common subsequence.
    /// </summary>
    public required double CopiedShare { get; init; }

    public required IReadOnlyList<CorrectResult> Results { get; init; }

    public required CorrectEquality Equality { get; init; }
}

/// <summary>Rates at one batch size.</summary>
internal sealed record CorrectResult
{
    /// <summary>Which answers: all, or those whose corrections are mostly copied.</summary>
    public required string Rows { get; init; }

    /// <summary>Share of their corrections' tokens that stand in the answer.</summary>
    public required double CopiedShare { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Tokens per second by the clock, token by token.</summary>
    public required MedianInterval Plain { get; init; }

    /// <summary>With copies drafted.</summary>
    public required MedianInterval Copy { get; init; }

    /// <summary>With drafts over without, round by round.</summary>
    public required MedianInterval Ratio { get; init; }

    /// <summary>The same by the time that the process was given.</summary>
    public required MedianInterval CpuRatio { get; init; }

    /// <summary>The ratio that is meant to be reached: where little is copied, that nothing is lost.</summary>
    public required double Goal { get; init; }

    /// <summary>Of the eager PyTorch peer, which makes a fixed number of tokens; null without one.</summary>
    public required MedianInterval? Peer { get; init; }

    /// <summary>With drafts over the peer, round by round.</summary>
    public required MedianInterval? PeerRatio { get; init; }

    /// <summary>Share of the drafted tokens that were right.</summary>
    public required double Acceptance { get; init; }

    /// <summary>Accepted tokens for each sequence of a pass.</summary>
    public required double AcceptedPerPass { get; init; }

    /// <summary>Tokens of a pass: without drafts at most the batch size.</summary>
    public required double TokensPerPass { get; init; }
}

/// <summary>Whether drafts changed anything.</summary>
internal sealed record CorrectEquality
{
    /// <summary>Rows compared; each counts once at every batch size, here and below.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that differ in float64, greedy; must be 0.</summary>
    public required int Float64Greedy { get; init; }

    /// <summary>Rows that differ in float64 at temperature 1, draw for draw; must be 0.</summary>
    public required int Float64Sampled { get; init; }

    /// <summary>Rows that differ in float32, greedy; 0 where rows are computed one by one, as on the CPU.</summary>
    public required int Float32Greedy { get; init; }

    /// <summary>
    /// Largest gap, in float32, between the two likeliest tokens where such a row first differs; must be below 1e-4.
    /// </summary>
    public required double Float32LargestGap { get; init; }
}
