namespace WeakToStrong.Workers;

/// <summary>The command line and environment of one runner.</summary>
public sealed record RunnerStart
{
    public required string Path { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Added to, or replacing, what the parent's own environment has.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
