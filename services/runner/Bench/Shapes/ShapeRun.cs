namespace WeakToStrong.Runner.Bench.Shapes;

/// <summary>What one side made of a job.</summary>
internal sealed record ShapeRun
{
    /// <summary>The measured rounds; none where there was a problem.</summary>
    public IReadOnlyList<Measurement> Rounds { get; init; } = [];

    /// <summary>The most tensor memory that was in use at once; null where nobody counted it.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>Loss of the last update.</summary>
    public double? Loss { get; init; }

    /// <summary>In which types it computed, where there is a choice.</summary>
    public string? How { get; init; }

    /// <summary>What kept it from ending.</summary>
    public string? Problem { get; init; }
}
