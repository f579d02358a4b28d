namespace WeakToStrong.Tracker.Orchestration;

/// <summary>Decides which of several trackers over one database schedules; all of them serve.</summary>
public interface ILeadership
{
    /// <summary>Whether this tracker is the one that schedules.</summary>
    bool IsLeading { get; }

    /// <summary>
    /// Calls <paramref name="lead"/> whenever this tracker becomes the one, until <paramref name="stop"/>. The token
    /// that it gets ends when the tracker is the one no more; leading ends when what was called has ended.
    /// </summary>
    Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken stop);
}
