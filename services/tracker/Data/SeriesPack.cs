namespace WeakToStrong.Tracker.Data;

/// <summary>
/// All points of one metric of a step that has ended, in the format of <see cref="Metrics.PointPack"/>. Beside
/// <see cref="StepSeries"/>, not in it, so that looking for metrics never reads their points.
/// </summary>
public sealed class SeriesPack
{
    public required long SeriesId { get; init; }

    public required byte[] Points { get; init; }
}
