namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>What one kill did.</summary>
/// <param name="Victim">What kind of process it was.</param>
/// <param name="Name">Which one.</param>
/// <param name="RecoverySeconds">Until its work went on; null when it did not within the limit.</param>
internal sealed record KillRecord(VictimKind Victim, string Name, double? RecoverySeconds);

/// <summary>What became of one run.</summary>
/// <param name="Seed">The seed of its experiment.</param>
/// <param name="IsCompleted">It came to its report.</param>
/// <param name="ReportDigest">Null when it did not.</param>
/// <param name="UndisturbedDigest">The digest of the same experiment, executed in one process without kills.</param>
internal sealed record ChaosRun(int Seed, bool IsCompleted, string? ReportDigest, string? UndisturbedDigest)
{
    public bool IsEqual => ReportDigest is not null && ReportDigest == UndisturbedDigest;
}

/// <summary>What a series of kills did to the runs that went on meanwhile.</summary>
internal sealed record ChaosReport
{
    public required int Seed { get; init; }

    public required int Trainers { get; init; }

    public required int Labelers { get; init; }

    public required IReadOnlyList<KillRecord> Kills { get; init; }

    /// <summary>The tracker did not answer within minutes while processes were killed, and no more were.</summary>
    public required bool HungMeanwhile { get; init; }

    public required IReadOnlyList<ChaosRun> Runs { get; init; }

    /// <summary>Null when the tracker did not say in time.</summary>
    public required int? AttemptCount { get; init; }

    /// <summary>
    /// Steps that more than one attempt was recorded as having completed; null when the tracker did not say in time.
    /// </summary>
    public required int? StepsRecordedTwice { get; init; }

    /// <summary>Steps whose repeated execution made other bits.</summary>
    public required int Divergences { get; init; }

    public required double StartSeconds { get; init; }

    /// <summary>Null when the system had to be killed.</summary>
    public required double? StopSeconds { get; init; }

    public required double TotalSeconds { get; init; }

    public int RecoveryCount => Kills.Count(kill => kill.RecoverySeconds is not null);

    public double? LongestRecoverySeconds => Kills.Max(kill => kill.RecoverySeconds);

    /// <summary>Nothing was lost, nothing done twice, nothing came out differently, and nothing hung.</summary>
    public bool IsSound =>
        RecoveryCount == Kills.Count && StepsRecordedTwice == 0 && Divergences == 0
        && !HungMeanwhile && StopSeconds is not null
        && Runs.All(run => run is { IsCompleted: true, IsEqual: true });
}
