namespace WeakToStrong.Tracker.Data;

/// <summary>A step needs the outputs of another.</summary>
public sealed class StepDependency
{
    public required string StepKey { get; init; }

    public required string DependsOnKey { get; init; }

    /// <summary>Names of the outputs that it needs, separated by blanks.</summary>
    public string? Outputs { get; init; }
}
