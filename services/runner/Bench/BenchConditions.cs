namespace WeakToStrong.Runner.Bench;

/// <summary>Under what a report's figures were measured.</summary>
internal abstract record BenchConditions
{
    public required BenchMachine Machine { get; init; }

    /// <summary>Of every side, in libtorch and in BLAS.</summary>
    public required int Threads { get; init; }

    public required string Libtorch { get; init; }

    public required string Blas { get; init; }

    /// <summary>Measured rounds behind each figure.</summary>
    public required int Rounds { get; init; }
}
