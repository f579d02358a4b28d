namespace WeakToStrong.Runner.Bench;

/// <summary>What <c>bench ledger</c> prints: what it costs that every run carries its proof.</summary>
internal sealed record LedgerReport : BenchConditions
{
    /// <summary>What was trained.</summary>
    public required string Work { get; init; }

    /// <summary>Time by the clock with a ledger over time without one, less 1, round by round.</summary>
    public required MedianInterval Cost { get; init; }

    /// <summary>
    /// The same by the time that the process was given, which other work on the machine hardly touches.
    /// </summary>
    public required MedianInterval CpuCost { get; init; }

    /// <summary>
    /// Checksum and entry, measured by themselves, as a share of an update: what the differences above come to on a
    /// machine that is quiet enough to see them.
    /// </summary>
    public required double PartsCost { get; init; }

    /// <summary>Highest cost that is meant to be.</summary>
    public required double CostGoal { get; init; }

    /// <summary>Of the ledger's file.</summary>
    public required double BytesPerUpdate { get; init; }

    /// <summary>Must stay below it.</summary>
    public required int BytesPerUpdateGoal { get; init; }

    /// <summary>Milliseconds of the checksum of all weights, for a million parameters.</summary>
    public required MedianInterval ChecksumPerMillion { get; init; }

    /// <summary>Milliseconds of the rest of an entry: digests, chain and file.</summary>
    public required MedianInterval Entry { get; init; }

    /// <summary>Milliseconds of the manifest at the start of an attempt.</summary>
    public required MedianInterval Manifest { get; init; }

    public required int ManifestBytes { get; init; }

    /// <summary>What was compared to see that the ledger changes nothing.</summary>
    public required string Check { get; init; }
}
