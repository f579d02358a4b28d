namespace WeakToStrong.Tracker.Orchestration;

/// <summary>
/// Tells any number of waiters that something changed. Changes that come while a waiter is busy are one change to it,
/// so a burst costs one look.
/// </summary>
public sealed class ChangeSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = NewSource();

    /// <summary>Completes at the next change. Take it before looking, and no change is missed.</summary>
    public Task Next
    {
        get
        {
            lock (_gate)
                return _next.Task;
        }
    }

    public void Notify()
    {
        TaskCompletionSource current;
        lock (_gate)
        {
            current = _next;
            _next = NewSource();
        }
        current.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
