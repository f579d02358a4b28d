namespace WeakToStrong.W2s.Bench.Load;

/// <summary>
/// How much there is in the database, and how long points are written. The defaults are FastTrackML's shape.
/// </summary>
internal sealed record LoadOptions
{
    public required int Experiments { get; init; }

    /// <summary>Of each experiment.</summary>
    public required int Runs { get; init; }

    /// <summary>Metrics of each run.</summary>
    public required int Series { get; init; }

    /// <summary>Points of each metric.</summary>
    public required int Points { get; init; }

    public required TimeSpan IngestTime { get; init; }

    /// <summary>How long ten pages of the dashboard stay open; zero: none is opened.</summary>
    public required TimeSpan PageTime { get; init; }

    /// <summary>Steps that are ready at once.</summary>
    public required int Steps { get; init; }

    /// <summary>Requests of each kind.</summary>
    public required int Requests { get; init; }
}
