using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// What changed, as far as this process has heard: both signals only wake; the database says what is.
/// </summary>
public sealed class TrackerSignals
{
    /// <summary>A status changed or a worker has room: there may be something to do.</summary>
    public ChangeSignal Work { get; } = new();

    /// <summary>Something that people look at changed, progress included.</summary>
    public ChangeSignal View { get; } = new();

    public void Notify(TrackerChange changes)
    {
        if (changes.HasFlag(TrackerChange.Work))
            Work.Notify();
        if (changes.HasFlag(TrackerChange.View))
            View.Notify();
    }
}
