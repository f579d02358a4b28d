namespace WeakToStrong.Runner.Bench;

/// <summary>One figure of a benchmark: the engine's rate and, where there is a peer, how it compares.</summary>
internal sealed record BenchResult
{
    public required string Name { get; init; }

    /// <summary>What was computed, and on which shapes.</summary>
    public required string Work { get; init; }

    /// <summary>The engine's tokens per second, by the clock.</summary>
    public required MedianInterval TokensPerSecond { get; init; }

    /// <summary>The peer's; null without one.</summary>
    public required MedianInterval? PeerTokensPerSecond { get; init; }

    /// <summary>Engine over peer, round by round.</summary>
    public required MedianInterval? Ratio { get; init; }

    /// <summary>
    /// The same by the time that the processes were given, which other work on the machine hardly touches.
    /// </summary>
    public required MedianInterval? CpuRatio { get; init; }

    /// <summary>The ratio that is meant to be reached; null for a figure that only stands beside another.</summary>
    public required double? Goal { get; init; }

    /// <summary>What was compared to see that both did the same work.</summary>
    public required string? Check { get; init; }

    public static BenchResult Of(
        string name, string work, double? goal, string? check, IReadOnlyList<Measurement> engine,
        IReadOnlyList<Measurement>? peer) => new()
        {
            Name = name,
            Work = work,
            TokensPerSecond = Rate(engine),
            PeerTokensPerSecond = peer is null ? null : Rate(peer),
            Ratio = peer is null ? null : Ratios(engine, peer, round => round.TokensPerSecond),
            CpuRatio = peer is null ? null : Ratios(engine, peer, round => round.TokensPerCpuSecond),
            Goal = goal,
            Check = check,
        };

    private static MedianInterval Rate(IEnumerable<Measurement> rounds) =>
        MedianInterval.Of(rounds.Select(round => round.TokensPerSecond));

    private static MedianInterval Ratios(
        IEnumerable<Measurement> engine, IEnumerable<Measurement> peer, Func<Measurement, double> rate) =>
        MedianInterval.Of(engine.Zip(peer, (ours, theirs) => rate(ours) / rate(theirs)));
}
