namespace WeakToStrong.Transformer.Training;

/// <summary>Where a training run keeps its state, and how often. The result does not depend on any of it.</summary>
public sealed record CheckpointPolicy
{
    /// <summary>Folder of this run alone; made where it does not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>Updates between two checkpoints; null: not by count.</summary>
    public int? EveryUpdates { get; init; }

    /// <summary>Time between two checkpoints; null: not by time.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>A checkpoint beyond this update is passed over: what belongs to it is not there.</summary>
    public int LatestUpdate { get; init; } = int.MaxValue;

    /// <summary>Called before a checkpoint is saved, to put first what it relies on.</summary>
    public Action? BeforeSave { get; init; }

    internal bool IsDue(int update, TimeSpan sinceLast) =>
        (EveryUpdates is { } count && update % count == 0) || (Every is { } time && sinceLast >= time);
}
