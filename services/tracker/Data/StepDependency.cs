namespace WeakToStrong.Tracker.Data;

/// <summary>A step needs the outputs of another.</summary>
public sealed class StepDependency
{
    public required string StepKey { get; init; }

    public required string DependsOnKey { get; init; }
}
