namespace WeakToStrong.Tracker.Data;

/// <summary>A file from outside the store that a step reads.</summary>
public sealed class StepSource
{
    public required string StepKey { get; init; }

    /// <summary>The input's name.</summary>
    public required string Name { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Where it lay when the experiment was launched.</summary>
    public required string Path { get; init; }
}
