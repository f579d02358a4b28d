namespace WeakToStrong.Tracker.Orchestration;

/// <summary>What changed in this process: both signals only wake; the database says what is.</summary>
public sealed class TrackerSignals
{
    /// <summary>A status changed or a worker has room: there may be something to do.</summary>
    public ChangeSignal Work { get; } = new();

    /// <summary>Something that people look at changed, progress included.</summary>
    public ChangeSignal View { get; } = new();

    public void StatusChanged()
    {
        Work.Notify();
        View.Notify();
    }
}
