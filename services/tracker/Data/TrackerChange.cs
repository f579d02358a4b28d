namespace WeakToStrong.Tracker.Data;

/// <summary>What a transaction changes for those who wait: see <see cref="TrackerContext.Tell"/>.</summary>
[Flags]
public enum TrackerChange
{
    None = 0,

    /// <summary>There may be something to do: a status changed or a worker has room.</summary>
    Work = 1,

    /// <summary>Something that people look at, progress included.</summary>
    View = 2,

    Status = Work | View,
}
