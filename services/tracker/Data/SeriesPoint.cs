namespace WeakToStrong.Tracker.Data;

/// <summary>One value of one metric that is not packed yet.</summary>
public sealed class SeriesPoint
{
    public required long SeriesId { get; init; }

    /// <summary>Finished units when it was measured.</summary>
    public required long At { get; init; }

    /// <summary>Null where the value was not finite.</summary>
    public double? Value { get; init; }
}
