namespace WeakToStrong.Tracker.Data;

/// <summary>One value of one metric of a step.</summary>
public sealed class StepMetric
{
    public required string StepKey { get; init; }

    public required string Name { get; init; }

    /// <summary>Finished units when it was measured.</summary>
    public required long At { get; init; }

    /// <summary>Null where the value was not finite.</summary>
    public double? Value { get; init; }
}
