namespace WeakToStrong.Tracker.Data;

/// <summary>
/// One metric of a step and what is known of it without looking at its points. While the step runs the points are
/// rows, see <see cref="SeriesPoint"/>; once it has ended they are packed, see <see cref="SeriesPack"/>.
/// </summary>
public sealed class StepSeries
{
    public long Id { get; init; }

    public required string StepKey { get; init; }

    public required string Name { get; init; }

    public required long PointCount { get; init; }

    public required long FirstAt { get; init; }

    public required long LastAt { get; init; }

    /// <summary>Null where the last value was not finite.</summary>
    public double? Last { get; init; }

    /// <summary>
    /// The least finite value, or null while there is none. While the step runs, a value that was measured again still
    /// counts as it was first; packing settles it.
    /// </summary>
    public double? Min { get; init; }

    /// <inheritdoc cref="Min"/>
    public double? Max { get; init; }

    /// <summary>True while it has points that are not packed.</summary>
    public required bool IsHot { get; init; }
}
