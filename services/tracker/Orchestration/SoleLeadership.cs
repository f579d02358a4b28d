namespace WeakToStrong.Tracker.Orchestration;

/// <summary>A tracker that holds its store alone always leads.</summary>
internal sealed class SoleLeadership : ILeadership
{
    public bool IsLeading => true;

    public Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken stop) => lead(stop);
}
