namespace WeakToStrong.W2s.Bench.Chaos;

/// <summary>How much is broken, and what goes on meanwhile.</summary>
internal sealed record ChaosOptions
{
    /// <summary>Experiment that is run again and again, each time with the next seed.</summary>
    public required string ExperimentFile { get; init; }

    /// <summary>Processes that are killed.</summary>
    public required int Kills { get; init; }

    /// <summary>Decides who is killed, and after which pause.</summary>
    public required int Seed { get; init; }

    public required int Trainers { get; init; }

    public required int Labelers { get; init; }

    /// <summary>Longest time after which something killed must be at work again.</summary>
    public TimeSpan RecoveryLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest time for the runs to finish once nothing is killed any more.</summary>
    public TimeSpan FinishLimit { get; init; } = TimeSpan.FromMinutes(15);
}
